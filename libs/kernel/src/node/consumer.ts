import { type Position } from '../event-store.ts';
import { type Entry, type LogReader } from './log-reader.ts';

/** Something that went wrong and is being tried again; the operator sees it. */
export interface Trouble {
  readonly node: string;
  readonly consumer: string;
  /** Never holds personal data: codes and ids only. */
  readonly message: string;
  readonly attempt: number;
}

/** Follows the log in order, one run of entries at a time; a throw is tried again, nothing is skipped. */
export interface Consumer {
  readonly name: string;
  position(): Position;
  /** Set while it is failing. */
  trouble(): string | undefined;
  /** Resolves when it has handled everything up to the position. */
  through(position: Position): Promise<void>;
  stop(): Promise<void>;
}

export interface ConsumerOptions {
  readonly node: string;
  readonly name: string;
  readonly reader: LogReader;
  readonly after: Position;
  readonly batchMax: number;
  /** Handles the entries; `next` is the position reached with them. */
  handle(entries: readonly Entry[], next: Position): Promise<void> | void;
  report(trouble: Trouble): void;
}

const BACK_OFF_FIRST_MS = 20;
const BACK_OFF_MAX_MS = 5_000;
/** A consumer with much to catch up gives commands, queries and other consumers their turn at least this often: reading a log need not wait for anything. */
const HOLD_MAX_MS = 10;

export function startConsumer(options: ConsumerOptions): Consumer {
  const { reader } = options;
  let position = options.after;
  let trouble: string | undefined;
  let stopped = false;
  const isStopped = (): boolean => stopped;
  let wakeBackOff: (() => void) | undefined;
  let waiting: { readonly position: Position; readonly resolve: () => void }[] = [];

  const handleUntilDone = async (entries: readonly Entry[], next: Position): Promise<void> => {
    for (let attempt = 1; !stopped; attempt += 1) {
      try {
        await options.handle(entries, next);
        trouble = undefined;
        return;
      } catch (error) {
        trouble = error instanceof Error ? error.message : String(error);
        options.report({ node: options.node, consumer: options.name, message: trouble, attempt });
        await new Promise<void>((resolve) => {
          wakeBackOff = resolve;
          setTimeout(resolve, Math.min(BACK_OFF_MAX_MS, BACK_OFF_FIRST_MS * 2 ** attempt));
        });
      }
    }
  };
  const run = async (): Promise<void> => {
    let turnFrom = performance.now();
    while (!isStopped() && !reader.isClosed()) {
      const page = await reader.read(position, options.batchMax);
      if (page.next <= position) {
        await reader.beyond(position);
        turnFrom = performance.now();
        continue;
      }
      await handleUntilDone(page.entries, page.next);
      if (isStopped()) return;
      position = page.next;
      const reached = waiting.filter((wait) => wait.position <= position);
      waiting = waiting.filter((wait) => wait.position > position);
      for (const wait of reached) wait.resolve();
      if (performance.now() - turnFrom < HOLD_MAX_MS) continue;
      await new Promise((resolve) => setImmediate(resolve));
      turnFrom = performance.now();
    }
  };
  const running = run().catch((error: unknown) => {
    trouble = error instanceof Error ? error.message : String(error);
    options.report({ node: options.node, consumer: options.name, message: trouble, attempt: 0 });
  });

  return {
    name: options.name,
    position: () => position,
    trouble: () => trouble,
    through(wanted) {
      if (position >= wanted) return Promise.resolve();
      return new Promise((resolve) => waiting.push({ position: wanted, resolve }));
    },
    async stop() {
      stopped = true;
      wakeBackOff?.();
      for (const wait of waiting) wait.resolve();
      waiting = [];
      if (reader.isClosed()) await running;
    },
  };
}
