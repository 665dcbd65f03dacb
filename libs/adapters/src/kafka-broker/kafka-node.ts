import { existsSync, renameSync, rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { type ProcessCertificate } from '../certificates/demo-certificates.ts';
import { endProcess, hasEnded } from '../processes/end-process.ts';
import { type ClusterSeen, clusterSeen } from './kafka-answers.ts';
import { KafkaFault } from './kafka-fault.ts';
import { type BrokerProcess, type NodeChoice, endLeftover, lastWords, launch, pidOf } from './kafka-process.ts';

/** One broker, whose process may be ended and started again on its data. */
export interface KafkaNode {
  /** Of the process that runs, or ran last. */
  readonly pid: number;
  /** `127.0.0.1:<port>`, also after a restart. */
  readonly address: string;
  /** SIGKILL and SIGTERM resolve when it has ended; SIGSTOP and SIGCONT at once. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Starts it again on its own data and ports, ending it first if it runs. Resolves when the cluster counts it in. */
  restart(): Promise<void>;
}

export interface StartedNode extends KafkaNode {
  /** Resolves when the broker answers, and `nodes` of its cluster with it. Throws KAFKA_NOT_STARTED. */
  ready(nodes: number): Promise<void>;
  stop(): Promise<void>;
}

const READY_MS = 120_000;
const POLL_MS = 100;
const STOP_MS = 20_000;

export async function startNode(choice: NodeChoice, administrator: ProcessCertificate): Promise<StartedNode> {
  const { settings, folder } = choice;
  const address = `127.0.0.1:${settings.ports[settings.nodeId - 1]?.client ?? 0}`;
  await endLeftover(folder);
  let running: BrokerProcess = launch(choice);
  // Another cluster may hold the port, and answer on it.
  const until = (enough: (ids: readonly number[]) => boolean) =>
    untilAnswers(
      { folder, hasEnded: running.hasEnded, address, administrator },
      ({ clusterId, brokers }) => clusterId === choice.clusterId && enough(brokers),
    );
  return {
    get pid() {
      return running.pid;
    },
    address,
    ready: (nodes) => until((ids) => ids.length >= nodes),
    async kill(signal) {
      if (running.hasEnded()) return;
      process.kill(running.pid, signal);
      if (signal !== 'SIGSTOP' && signal !== 'SIGCONT') await hasEnded(running.pid, STOP_MS);
    },
    async restart() {
      if (!running.hasEnded()) await endProcess(running.pid, STOP_MS);
      running.watchdog?.end();
      running = launch(choice);
      await until((ids) => ids.includes(settings.nodeId));
    },
    async stop() {
      const graceful = !running.hasEnded() && (await endProcess(running.pid, STOP_MS));
      running.watchdog?.end();
      keepClasses(choice, graceful);
      rmSync(pidOf(folder), { force: true });
    },
  };
}

interface Awaited {
  readonly folder: string;
  readonly hasEnded: () => boolean;
  readonly address: string;
  readonly administrator: ProcessCertificate;
}

async function untilAnswers(
  { folder, hasEnded: over, address, administrator }: Awaited,
  enough: (seen: ClusterSeen) => boolean,
): Promise<void> {
  const patientUntil = performance.now() + READY_MS;
  for (;;) {
    const seen = await clusterSeen(address, administrator);
    if (seen && enough(seen)) return;
    const ended = over();
    if (ended || performance.now() > patientUntil) {
      const how = ended ? 'ended while it started' : `is not ready after ${READY_MS / 1000} s`;
      throw new KafkaFault('KAFKA_NOT_STARTED', `Kafka ${how}: ${lastWords(folder)}`, `read ${folder}/broker.log and java.log`);
    }
    await delay(POLL_MS);
  }
}

/** Only what a process wrote that ended in peace is whole. */
function keepClasses({ java, classesDraft }: NodeChoice, graceful: boolean): void {
  if (classesDraft === undefined || !existsSync(classesDraft)) return;
  if (graceful) renameSync(classesDraft, java.classArchive);
  else rmSync(classesDraft, { force: true });
}
