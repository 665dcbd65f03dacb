import { type Message } from '../decider.ts';
import { type EventStore, type Position, type StoredEvent, START } from '../event-store.ts';
import { type MachineTime } from '../machine-time.ts';
import { type Recorded, decodeEvent, messageOf } from '../stored-event.ts';
import { createBackOff } from './back-off.ts';
import { type Reading, type Readings, type Unread, isReceived } from './received.ts';
import { type Failing, failedAgain } from './trouble.ts';

/** An event, decoded once for all consumers of the node. */
export interface Entry {
  readonly recorded: Recorded;
  /** Under which its consumers know it: of a received fact the newest version that is known here. */
  readonly type: string;
  /** What it says; of a received fact by its contract, read when it is first looked at. */
  readonly message: Message;
  /** Set where a received fact cannot be read here: nobody acts on it, and it is counted. */
  readonly unread?: Unread | undefined;
}

export interface LogPage {
  readonly entries: readonly Entry[];
  /** Position to go on from. */
  readonly next: Position;
}

/** Reads one node’s log for all its consumers: recent events are read and decoded once, older ones come from the store in pages. */
export interface LogReader {
  read(after: Position, limit: number): Promise<LogPage>;
  /** Last position that was read and announced. */
  head(): Position;
  /** Events announced after the position: counted among the recent ones; from further back no more than the positions between. */
  behind(position: Position): number;
  /** Set while the log cannot be read. */
  failing(): Failing | undefined;
  /** Called with each run of new entries, in order, before consumers are woken. */
  onEntries(listener: (entries: readonly Entry[]) => void): void;
  /** Resolves when there is something after the position, or the reader is closed. */
  beyond(position: Position): Promise<void>;
  /** Resolves when all that the store had acknowledged at the call has been announced. */
  refresh(): Promise<void>;
  isClosed(): boolean;
  close(): void;
}

const RECENT_ENTRIES_MAX = 4_096;
const PUMP_PAGE_EVENTS = 1_000;

export interface LogReaderOptions {
  readonly store: EventStore;
  readonly readings: Readings;
  readonly time: MachineTime;
  report(failing: Failing): void;
}

export function createLogReader({ store, readings, time, report }: LogReaderOptions): LogReader {
  const backOff = createBackOff(time);
  let announced: Position = store.head();
  const recent = createRecent(announced);
  let closed = false;
  let isPumping = false;
  let failing: Failing | undefined;
  const listeners: ((entries: readonly Entry[]) => void)[] = [];
  const waits = createWaits();
  const older = createOlder(store, readings);
  const announceNext = async (): Promise<void> => {
    const { entries, next } = await pageOf(store, readings, { after: announced, limit: PUMP_PAGE_EVENTS });
    if (isOver()) return;
    announced = next;
    recent.add(entries);
    for (const listener of listeners) listener(entries);
    waits.wake();
  };
  const isOver = (): boolean => closed;
  /** Consumers at the head wait for what is announced here: a page that cannot be read is read again, whatever comes. */
  const pump = async (): Promise<void> => {
    if (isPumping) return;
    isPumping = true;
    while (!isOver() && announced < store.head()) {
      try {
        await announceNext();
        failing = undefined;
      } catch (error) {
        if (isOver()) break;
        failing = failedAgain(failing, error, time);
        report(failing);
        await backOff.wait(failing.attempts);
      }
    }
    // In the same turn as the last look at the head: what is appended from now on starts it again.
    isPumping = false;
  };
  const stop = store.onAppended(() => void pump());

  return {
    async read(after, limit) {
      if (closed) throw new Error('The reader is closed');
      const known = recent.read(after, limit);
      // Past the last entry comes what a later page may have passed over.
      if (known) return known.atEnd ? { entries: known.entries, next: announced } : known;
      return older.read(after, limit);
    },
    head: () => announced,
    behind: (position) => (position >= announced ? 0 : (recent.after(position) ?? Number(announced - position))),
    failing: () => failing,
    onEntries: (listener) => listeners.push(listener),
    beyond: (position) => (closed || announced > position ? Promise.resolve() : waits.next()),
    async refresh() {
      const wanted = store.head();
      while (!closed && announced < wanted) {
        void pump();
        await waits.next();
      }
    },
    isClosed: () => closed,
    close() {
      closed = true;
      stop();
      backOff.end();
      recent.clear();
      waits.wake();
    },
  };
}

async function pageOf(
  store: EventStore,
  readings: Readings,
  wanted: { readonly after: Position; readonly limit: number },
): Promise<LogPage> {
  const { events, next } = await store.readAll(wanted);
  return { entries: events.map((event) => entryOf(event, readings)), next };
}

/** Pages from further back. Consumers that begin together, as after a start, ask for the same ones at the same time: each is read once. */
function createOlder(store: EventStore, readings: Readings) {
  const underWay = new Map<string, Promise<LogPage>>();
  return {
    read(after: Position, limit: number): Promise<LogPage> {
      const asked = `${String(after)}/${String(limit)}`;
      const known = underWay.get(asked);
      if (known) return known;
      const page = pageOf(store, readings, { after, limit }).finally(() => {
        underWay.delete(asked);
      });
      underWay.set(asked, page);
      return page;
    },
  };
}

/** Those who wait for the next page. */
function createWaits() {
  let waiting: (() => void)[] = [];
  return {
    next: (): Promise<void> => new Promise((resolve) => waiting.push(resolve)),
    wake(): void {
      const callbacks = waiting;
      waiting = [];
      for (const callback of callbacks) callback();
    },
  };
}

/** The last entries of a log, from a position on. */
function createRecent(from: Position) {
  let entries: Entry[] = [];
  // Entries after this position are kept.
  let after = from;
  return {
    add(added: readonly Entry[]): void {
      entries.push(...added);
      if (entries.length <= 2 * RECENT_ENTRIES_MAX) return;
      const dropped = entries.splice(0, entries.length - RECENT_ENTRIES_MAX);
      after = dropped.at(-1)?.recorded.position ?? after;
    },
    read(position: Position, limit: number): (LogPage & { readonly atEnd: boolean }) | undefined {
      if (position < after) return undefined;
      const start = firstAfter(entries, position);
      const page = entries.slice(start, start + limit);
      return { entries: page, next: page.at(-1)?.recorded.position ?? position, atEnd: start + limit >= entries.length };
    },
    /** How many follow the position; unknown where not all of them are kept. */
    after: (position: Position): number | undefined => (position < after ? undefined : entries.length - firstAfter(entries, position)),
    clear(): void {
      entries = [];
    },
  };
}

/** The whole log from the start, decoded: for folding memories. */
export async function* history(store: Pick<EventStore, 'readAll'>, through: Position, readings?: Readings): AsyncGenerator<Entry> {
  let after = START;
  while (after < through) {
    const page = await store.readAll({ after, limit: PUMP_PAGE_EVENTS });
    for (const event of page.events) {
      if (event.position > through) return;
      yield entryOf(event, readings);
    }
    if (page.atHead && page.next <= after) return;
    after = page.next;
  }
}

/** One entry by its position; throws where the log has none. */
export async function entryAt(store: Pick<EventStore, 'readAll'>, position: Position, readings?: Readings): Promise<Entry> {
  const page = await store.readAll({ after: position - 1n, limit: 1 });
  const event = page.events[0];
  if (event?.position !== position) throw new Error(`Nothing at position ${String(position)}`);
  return entryOf(event, readings);
}

/** Without readings a received fact is what it says it is. */
export function entryOf(stored: StoredEvent, readings?: Readings): Entry {
  const recorded = decodeEvent(stored);
  if (!readings || !isReceived(recorded.stream)) return { recorded, type: recorded.type, message: messageOf(recorded) };
  let known: Reading | undefined;
  const reading = (): Reading => (known ??= readings.read(recorded));
  return {
    recorded,
    type: readings.typeOf(recorded),
    get message() {
      return reading().message;
    },
    get unread() {
      return reading().unread;
    },
  };
}

function firstAfter(entries: readonly Entry[], position: Position): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const entry = entries[middle];
    if (entry && entry.recorded.position <= position) low = middle + 1;
    else high = middle;
  }
  return low;
}
