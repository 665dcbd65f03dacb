import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask } from './java-tools.ts';
import { endProcess, isRunning } from '../processes/end-process.ts';
import { INFRA_KAFKA } from './install-kafka.ts';
import { KafkaFault } from './kafka-fault.ts';
import { type KafkaJava, formatData } from './kafka-java.ts';
import { type NodeSettings, serverProperties } from './server-properties.ts';
import { type Watchdog, endTogether } from './watchdog.ts';

/** Where and how one broker runs. */
export interface NodeChoice {
  readonly java: KafkaJava;
  /** Of this node: settings, data, logs, process id. */
  readonly folder: string;
  readonly settings: Omit<NodeSettings, 'dataFolder'>;
  readonly clusterId: string;
  readonly memoryMb: number;
  /** The broker ends when this process has, however that ended; undefined: it stays. */
  readonly endsWith: number | undefined;
  /** Where it writes its classes down when it ends; undefined: nowhere. */
  readonly classesDraft: string | undefined;
}

export interface BrokerProcess {
  readonly pid: number;
  /** Known from the process itself: its id may be another’s by now. */
  hasEnded(): boolean;
  readonly watchdog: Watchdog | undefined;
}

const LEFTOVER_MS = 5_000;
const LAST_LINES = 12;
export function launch(choice: NodeChoice): BrokerProcess {
  const { java, folder, settings, clusterId, endsWith } = choice;
  const dataFolder = join(folder, 'data');
  mkdirSync(folder, { recursive: true });
  formatData(java, dataFolder, { clusterId, nodeId: settings.nodeId });
  const template = readFileSync(join(INFRA_KAFKA, 'server.properties'), 'utf8');
  writeFileSync(propertiesOf(folder), serverProperties(template, { ...settings, dataFolder }));
  const said = openSync(join(folder, 'java.log'), 'a');
  // A group of its own: Ctrl-C at the terminal is for whoever started it, who ends it in turn.
  const child = spawn(java.program, javaArguments(choice), { cwd: folder, detached: true, stdio: ['ignore', said, said] });
  closeSync(said);
  child.on('error', () => undefined); // it has no pid then
  child.unref();
  const { pid } = child;
  if (pid === undefined)
    throw new KafkaFault('KAFKA_NOT_STARTED', `${java.program} does not start`, 'check the Java of the PATH or of JAVA_HOME');
  writeFileSync(pidOf(folder), String(pid));
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null || !isRunning(pid);
  return { pid, hasEnded, watchdog: endsWith === undefined ? undefined : endTogether(pid, endsWith) };
}

function javaArguments({ java, folder, memoryMb, classesDraft }: NodeChoice): readonly string[] {
  const archive = existsSync(java.classArchive)
    ? [`-XX:SharedArchiveFile=${java.classArchive}`]
    : classesDraft === undefined
      ? []
      : [`-XX:ArchiveClassesAtExit=${classesDraft}`];
  return [
    ...[`-Xms${Math.min(96, memoryMb)}m`, `-Xmx${memoryMb}m`, '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'],
    ...['-XX:-UsePerfData', '-Xshare:auto', '-Xlog:cds=off', ...archive],
    ...[`-Dlog4j2.configurationFile=${join(INFRA_KAFKA, 'log4j2.properties')}`, `-Dinterlock.kafka.log=${join(folder, 'broker.log')}`],
    ...['-cp', java.classPath, 'kafka.Kafka', propertiesOf(folder)],
  ];
}

/** Ends a broker of this folder that outlived whoever started it: two on one data folder cannot be. */
export async function endLeftover(folder: string): Promise<void> {
  if (!existsSync(pidOf(folder))) return;
  const pid = Number(readFileSync(pidOf(folder), 'utf8'));
  if (Number.isSafeInteger(pid) && pid > 1 && isRunning(pid) && (await commandOf(pid)).includes(propertiesOf(folder)))
    await endProcess(pid, LEFTOVER_MS);
}

/** Process ids are given again: only a process started with this folder’s settings is ours. */
async function commandOf(pid: number): Promise<string> {
  const path = `/proc/${pid}/cmdline`;
  if (existsSync(path)) return readFileSync(path, 'utf8');
  return (await ask('ps', ['-o', 'command=', '-p', String(pid)])).text;
}

/** What the broker wrote last, errors first. */
export function lastWords(folder: string): string {
  const lines = ['java.log', 'broker.log'].flatMap((name) => {
    const path = join(folder, name);
    return existsSync(path)
      ? readFileSync(path, 'utf8')
          .split('\n')
          .filter((line) => line !== '')
      : [];
  });
  const grave = lines.filter((line) => / (?:ERROR|FATAL) |Exception|Error/.test(line));
  return (grave.length > 0 ? grave : lines).slice(-LAST_LINES).join('\n');
}

export function pidOf(folder: string): string {
  return join(folder, 'pid');
}

function propertiesOf(folder: string): string {
  return join(folder, 'server.properties');
}
