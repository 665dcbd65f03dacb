import { type Clock } from '../clock.ts';
import { type Position } from '../event-store.ts';
import { type MachineTime } from '../machine-time.ts';
import { type BackOff, createBackOff } from './back-off.ts';
import { type Entry } from './log-reader.ts';
import { type Failing, type FailingStream, failedAgain } from './trouble.ts';

/** Work that events ask for: of one stream one after another in the order of the log, of different streams side by side. */
export interface Intents {
  /** Takes an entry that asks for work. */
  take(entry: Entry): void;
  /** Resolves when another may be taken, or no more work is begun. */
  room(): Promise<void>;
  /** Positions of those not done, in order. */
  open(): readonly Position[];
  /** The first of them whose stream does not fail. */
  firstUnhindered(): Position | undefined;
  /** Resolves when none up to the position is in hand, when it is ended, or when the caller gives up. */
  doneThrough(position: Position, givenUp?: AbortSignal): Promise<void>;
  failing(): readonly FailingStream[];
  failures(): number;
  /** Begins nothing more; resolves when what was begun is over. */
  end(): Promise<void>;
}

export interface IntentsOptions<Answer> {
  readonly clock: Clock;
  readonly time: MachineTime;
  call(entry: Entry): Promise<Answer>;
  /** Writes down what the call answered. */
  record(entry: Entry, answer: Answer): Promise<void>;
  /** One more is done. */
  done(): void;
  failed(stream: string, failing: Failing): void;
}

/** Calls under way at one time. */
const CALLS_MAX = 16;
/** Of these, calls that failed before: however many streams fail, and however slowly, the others have half of the calls for themselves. */
const RETRIES_MAX = CALLS_MAX / 2;
/** What is in hand lies in memory: beyond this many no more are taken. */
const HELD_MAX = 4_096;
const LOOK_AGAIN_MS = 5;

interface Intent {
  readonly entry: Entry;
  /** By the monotonic business clock. */
  readonly takenMs: number;
  readonly line: Line;
}

/** What one stream asks for: the first of its intents is the one that is worked on. */
interface Line {
  readonly stream: string;
  readonly intents: Intent[];
  readonly backOff: BackOff;
  failing: Failing | undefined;
}

export function createIntents<Answer>(options: IntentsOptions<Answer>): Intents {
  const lines = new Map<string, Line>();
  /** In the order of the log. */
  const held = new Map<Position, Intent>();
  const following = new Set<Promise<void>>();
  const changes = createChanges(options.time);
  const slots = createSlots();
  let failures = 0;
  let isEnded = false;
  const isOver = (): boolean => isEnded;

  const work = async (intent: Intent): Promise<void> => {
    const { entry } = intent;
    const answer = await slots.run(intent.line.failing !== undefined, () => options.call(entry));
    while (!isOver() && isAfterOthers(intent, held, options.clock)) await changes.next(LOOK_AGAIN_MS);
    await options.record(entry, answer);
  };
  const finish = ({ entry, line }: Intent): void => {
    held.delete(entry.recorded.position);
    line.intents.shift();
    line.failing = undefined;
    if (line.intents.length === 0) lines.delete(line.stream);
    options.done();
    changes.tell();
  };
  const follow = async (line: Line): Promise<void> => {
    for (let [intent] = line.intents; intent && !isOver(); [intent] = line.intents) {
      try {
        await work(intent);
        finish(intent);
      } catch (error) {
        if (isOver()) return;
        line.failing = failedAgain(line.failing, error, options.time);
        failures += 1;
        options.failed(line.stream, line.failing);
        changes.tell();
        await line.backOff.wait(line.failing.attempts);
      }
    }
  };

  return {
    take(entry) {
      const { stream, position } = entry.recorded;
      const known = lines.get(stream);
      const line: Line = known ?? { stream, intents: [], backOff: createBackOff(options.time), failing: undefined };
      const intent = { entry, takenMs: options.clock.monotonicMs(), line };
      line.intents.push(intent);
      held.set(position, intent);
      if (known) return;
      lines.set(stream, line);
      const followed = follow(line).finally(() => following.delete(followed));
      following.add(followed);
    },
    room: () => changes.until(() => isOver() || held.size < HELD_MAX),
    doneThrough: (position, givenUp) => changes.until(() => isOver() || !hasUpTo(held, position), givenUp),
    ...sightOf(lines, held),
    failures: () => failures,
    async end() {
      isEnded = true;
      slots.end();
      for (const { backOff } of lines.values()) backOff.end();
      changes.tell();
      await Promise.all(following);
    },
  };
}

/**
 * Business time stands still while a story is played, and all that is in hand comes back at the instant at which it was taken: then answers
 * are recorded in the order of the log, whatever the machine did first. Where time goes on, and behind what failed, nobody waits.
 */
function isAfterOthers(intent: Intent, held: ReadonlyMap<Position, Intent>, clock: Clock): boolean {
  const now = clock.monotonicMs();
  for (const earlier of held.values()) {
    if (earlier === intent) return false;
    if (earlier.line.failing === undefined && earlier.takenMs === now) return true;
  }
  return false;
}

/** Nobody asks any more. */
class Ended extends Error {
  override readonly name = 'Ended';
}

/** Calls that wait for their turn, in the order in which they came. */
function createSlots() {
  const waiting: { readonly isRetry: boolean; readonly turn: PromiseWithResolvers<undefined> }[] = [];
  let calls = 0;
  let retries = 0;
  const next = (): void => {
    while (calls < CALLS_MAX) {
      const at = waiting.findIndex(({ isRetry }) => !isRetry || retries < RETRIES_MAX);
      const [one] = at < 0 ? [] : waiting.splice(at, 1);
      if (!one) return;
      calls += 1;
      if (one.isRetry) retries += 1;
      one.turn.resolve(undefined);
    }
  };
  return {
    /** Rejects when it is ended before its turn. */
    async run<Result>(isRetry: boolean, call: () => Promise<Result>): Promise<Result> {
      const turn = Promise.withResolvers<undefined>();
      waiting.push({ isRetry, turn });
      next();
      await turn.promise;
      try {
        return await call();
      } finally {
        calls -= 1;
        if (isRetry) retries -= 1;
        next();
      }
    },
    end(): void {
      for (const { turn } of waiting.splice(0)) turn.reject(new Ended('Nothing more is begun'));
    },
  };
}

function sightOf(
  lines: ReadonlyMap<string, Line>,
  held: ReadonlyMap<Position, Intent>,
): Pick<Intents, 'open' | 'firstUnhindered' | 'failing'> {
  return {
    open: () => [...held.keys()],
    firstUnhindered() {
      for (const [position, { line }] of held) if (line.failing === undefined) return position;
      return undefined;
    },
    failing: () => [...lines.values()].flatMap(({ stream, failing }) => (failing ? [{ stream, failing }] : [])),
  };
}

function hasUpTo(held: ReadonlyMap<Position, Intent>, position: Position): boolean {
  const [lowest] = held.keys();
  return lowest !== undefined && lowest <= position;
}

/** Those who look again whenever something changed. */
function createChanges(time: MachineTime) {
  const waiting = new Set<() => void>();
  const tell = (): void => {
    const callbacks = [...waiting];
    waiting.clear();
    for (const callback of callbacks) callback();
  };
  /** Machine time, where the next look must not wait longer. */
  const next = async (atMostMs?: number): Promise<void> => {
    const changed = Promise.withResolvers<undefined>();
    const wake = (): void => {
      changed.resolve(undefined);
    };
    waiting.add(wake);
    const cancel = atMostMs === undefined ? undefined : time.after(atMostMs, wake);
    await changed.promise;
    cancel?.();
    waiting.delete(wake);
  };
  return {
    tell,
    next,
    async until(isSo: () => boolean, givenUp?: AbortSignal): Promise<void> {
      givenUp?.addEventListener('abort', tell);
      while (!isSo() && givenUp?.aborted !== true) await next();
      givenUp?.removeEventListener('abort', tell);
    },
  };
}
