import { type Position, START } from '../event-store.ts';
import { type MachineTime, within } from '../machine-time.ts';
import { createBackOff } from './back-off.ts';
import { type Entry, type LogPage, type LogReader } from './log-reader.ts';
import { type Failing, type FailingStream, type Trouble, failedAgain } from './trouble.ts';

/** Follows the log in order, one run of entries at a time; whatever fails, reading too, is tried again, nothing is skipped. */
export interface Consumer {
  readonly name: string;
  position(): Position;
  /** Set while it is failing. */
  failing(): Failing | undefined;
  /** Streams that alone are failing, where all others go on. */
  failingStreams?(): readonly FailingStream[];
  /** Tries that failed since it started. */
  failures(): number;
  /** Resolves when it has handled everything up to the position, when it is stopped, or when the caller gives up. */
  through(position: Position, givenUp?: AbortSignal): Promise<void>;
  /** Resolves when nothing is in hand any more; what does not end in time is left, and repeated at the next start. */
  stop(): Promise<void>;
}

export interface ConsumerOptions {
  readonly node: string;
  readonly name: string;
  readonly reader: LogReader;
  readonly time: MachineTime;
  readonly after: Position;
  /** Most that are handled together. */
  readonly batchMax: number;
  /** Handles the entries; `next` is the position reached with them. */
  handle(entries: readonly Entry[], next: Position): Promise<void> | void;
  report(trouble: Trouble): void;
}

/** A consumer with much to catch up gives commands, queries and other consumers their turn at least this often: reading a log need not wait for anything. */
const HOLD_MAX_MS = 10;
/** Who handles one at a time still reads as many as others do: a look into the store takes its time, and is shared where it is the same. */
const READ_EVENTS_MIN = 500;
/** What calls the outside may never get an answer: a stop waits for it no longer than this. */
const STOP_MAX_MS = 5_000;

export function startConsumer(options: ConsumerOptions): Consumer {
  const { reader, time } = options;
  const waits = createWaits();
  let position = options.after;
  let stopped = false;
  let wakeIdle: () => void = () => undefined;
  const readNext = readingAhead(options);
  const isOver = (): boolean => stopped || reader.isClosed();

  const tries = createTries(options, isOver);
  const run = async (): Promise<void> => {
    let turnFrom = time.nowMs();
    while (!isOver()) {
      let reached = position;
      await tries.untilDone(async () => {
        const page = await readNext(position);
        if (page.next > position) await options.handle(page.entries, page.next);
        reached = page.next;
      });
      if (reached <= position) {
        if (isOver()) return;
        await new Promise<void>((resolve) => {
          wakeIdle = resolve;
          void reader.beyond(position).then(resolve);
        });
        turnFrom = time.nowMs();
        continue;
      }
      position = reached;
      waits.release(position);
      if (time.nowMs() - turnFrom < HOLD_MAX_MS) continue;
      await time.turn();
      turnFrom = time.nowMs();
    }
  };
  const running = run();

  return {
    name: options.name,
    position: () => position,
    failing: tries.failing,
    failures: tries.failures,
    through: (wanted, givenUp) => (position >= wanted || isOver() ? Promise.resolve() : waits.until(wanted, givenUp)),
    async stop() {
      stopped = true;
      tries.end();
      wakeIdle();
      waits.release();
      await within(time, STOP_MAX_MS, running, undefined);
    },
  };
}

/** Reads pages of more than one batch, and gives them batch by batch; after a failure the same batch again. What was read is history. */
function readingAhead({ reader, batchMax }: ConsumerOptions): (position: Position) => Promise<LogPage> {
  let page: LogPage = { entries: [], next: START };
  let at = 0;
  return async (position) => {
    while (at < page.entries.length && (page.entries[at]?.recorded.position ?? position) <= position) at += 1;
    if (at >= page.entries.length) {
      page = await reader.read(position, Math.max(batchMax, READ_EVENTS_MIN));
      at = 0;
    }
    const entries = page.entries.slice(at, at + batchMax);
    const isLast = at + batchMax >= page.entries.length;
    return { entries, next: isLast ? page.next : (entries.at(-1)?.recorded.position ?? page.next) };
  };
}

/** Does a thing again until it is done, or nobody wants it any more. */
function createTries(options: ConsumerOptions, isOver: () => boolean) {
  const backOff = createBackOff(options.time);
  let failing: Failing | undefined;
  let failures = 0;
  return {
    failing: () => failing,
    failures: () => failures,
    end: backOff.end,
    async untilDone(work: () => Promise<void>): Promise<void> {
      while (!isOver()) {
        try {
          await work();
          failing = undefined;
          return;
        } catch (error) {
          if (isOver()) return;
          failing = failedAgain(failing, error, options.time);
          failures += 1;
          const { code, message, attempts } = failing;
          options.report({ node: options.node, consumer: options.name, code, message, attempt: attempts });
          await backOff.wait(attempts);
        }
      }
    },
  };
}

/** Who waits for which position. */
function createWaits() {
  const waiting = new Set<{ readonly position: Position; readonly resolve: () => void }>();
  return {
    /** All, or those up to the position. */
    release(reached?: Position): void {
      for (const wait of [...waiting]) {
        if (reached !== undefined && wait.position > reached) continue;
        waiting.delete(wait);
        wait.resolve();
      }
    },
    until(position: Position, givenUp?: AbortSignal): Promise<void> {
      if (givenUp?.aborted === true) return Promise.resolve();
      return new Promise((resolve) => {
        const wait = { position, resolve };
        waiting.add(wait);
        givenUp?.addEventListener('abort', () => {
          waiting.delete(wait);
          resolve();
        });
      });
    },
  };
}
