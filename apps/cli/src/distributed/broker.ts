import { isRunning, type KafkaChoice, type RunningKafka, startKafka } from '@interlock/adapters';
import { join } from 'node:path';
import { certificatesIn } from './prepare-city.ts';

/** The Kafka that a distributed city on one machine has. */
export interface Broker {
  readonly bootstrap: readonly string[];
  pids(): readonly number[];
  /** Calls it when a broker has begun again, as another process. */
  onRestarted(listener: () => void): void;
  stop(): Promise<void>;
}

const LOOK_MS = 500;
const AGAIN_MS = 1_000;

/** What may be chosen of it; the rest follows from the city’s folder. */
export type BrokerChoice = Pick<KafkaChoice, 'brokers' | 'memoryMb' | 'ports'>;

/** A pair of neighbouring ports for each broker: for clients, and for the brokers among themselves. */
export function brokerPorts(first: number, brokers: number): readonly { readonly client: number; readonly controller: number }[] {
  return Array.from({ length: brokers }, (_, index) => ({ client: first + 2 * index, controller: first + 2 * index + 1 }));
}

/** Starts the broker, and starts it again when it has ended by itself: killed, or out of memory. */
export async function startBroker(data: string, choice: BrokerChoice, tell: (line: string) => void): Promise<Broker> {
  const kafka = await startKafka({ folder: join(data, 'kafka'), certificates: certificatesIn(data), tell, ...choice });
  const listeners: (() => void)[] = [];
  const watching = keepBrokers(kafka, tell, () => {
    for (const listener of listeners) listener();
  });
  return {
    bootstrap: kafka.bootstrap,
    pids: () => kafka.nodes.map(({ pid }) => pid),
    onRestarted: (listener) => void listeners.push(listener),
    async stop() {
      await watching.end();
      await kafka.stop();
    },
  };
}

/** Begins a broker again that ended by itself, until it is ended. What goes wrong at that is told, and ends nothing. */
export function keepBrokers(
  { nodes }: Pick<RunningKafka, 'nodes'>,
  tell: (line: string) => void,
  restarted: () => void,
): { end(): Promise<void> } {
  const ending = new AbortController();
  const isEnding = (): boolean => ending.signal.aborted;
  let restarting: Promise<void> = Promise.resolve();
  let isRestarting = false;
  const restart = async (): Promise<void> => {
    for (const node of nodes) {
      if (isEnding() || isRunning(node.pid)) continue;
      tell(`the broker ended; it begins again in ${String(AGAIN_MS)} ms`);
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      if (isEnding()) return;
      try {
        await node.restart();
      } catch (error) {
        tell(`the broker did not come back: ${wordsOf(error)}`);
        continue;
      }
      restarted();
    }
  };
  const looking = setInterval(() => {
    if (isRestarting) return;
    isRestarting = true;
    restarting = restart()
      .catch((error: unknown) => {
        tell(`what follows on a broker’s restart failed: ${wordsOf(error)}`);
      })
      .finally(() => {
        isRestarting = false;
      });
  }, LOOK_MS);
  return {
    async end() {
      ending.abort();
      clearInterval(looking);
      await restarting;
    },
  };
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
