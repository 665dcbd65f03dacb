import { type Message } from '../decider.ts';
import { type EventStore, type Position, START } from '../event-store.ts';
import { type Recorded, decodeEvent, messageOf } from '../stored-event.ts';

/** An event, decoded once for all consumers of the node. */
export interface Entry {
  readonly recorded: Recorded;
  readonly message: Message;
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

export function createLogReader(store: EventStore): LogReader {
  let recent: Entry[] = [];
  // Entries after this position are in `recent`.
  let recentAfter: Position = store.head();
  let announced: Position = recentAfter;
  let closed = false;
  let pumping: Promise<void> | undefined;
  const listeners: ((entries: readonly Entry[]) => void)[] = [];
  let waiting: (() => void)[] = [];

  const wake = (): void => {
    const callbacks = waiting;
    waiting = [];
    for (const callback of callbacks) callback();
  };

  const pump = async (): Promise<void> => {
    while (!closed && announced < store.head()) {
      const page = await store.readAll({ after: announced, limit: PUMP_PAGE_EVENTS });
      const entries = page.events.map(entryOf);
      announced = page.next;
      recent.push(...entries);
      if (recent.length > 2 * RECENT_ENTRIES_MAX) {
        const dropped = recent.splice(0, recent.length - RECENT_ENTRIES_MAX);
        recentAfter = dropped.at(-1)?.recorded.position ?? recentAfter;
      }
      for (const listener of listeners) listener(entries);
      wake();
    }
  };
  const refresh = async (): Promise<void> => {
    while (!closed && announced < store.head()) {
      pumping ??= pump().finally(() => {
        pumping = undefined;
      });
      await pumping;
    }
  };
  const stop = store.onAppended(() => {
    // A read error here is met again, and reported, by the consumers' own reads.
    refresh().catch(() => undefined);
  });

  return {
    async read(after, limit) {
      if (after >= recentAfter) {
        const from = firstAfter(recent, after);
        const entries = recent.slice(from, from + limit);
        return { entries, next: from + limit >= recent.length ? announced : (entries.at(-1)?.recorded.position ?? after) };
      }
      const page = await store.readAll({ after, limit });
      return { entries: page.events.map(entryOf), next: page.next };
    },
    head: () => announced,
    onEntries: (listener) => listeners.push(listener),
    beyond(position) {
      if (closed || announced > position) return Promise.resolve();
      return new Promise((resolve) => waiting.push(resolve));
    },
    refresh,
    isClosed: () => closed,
    close() {
      closed = true;
      stop();
      recent = [];
      wake();
    },
  };
}

/** The whole log from the start, decoded: for folding memories. */
export async function* history(store: EventStore, through: Position): AsyncGenerator<Entry> {
  let after = START;
  while (after < through) {
    const page = await store.readAll({ after, limit: PUMP_PAGE_EVENTS });
    for (const event of page.events) {
      if (event.position > through) return;
      yield entryOf(event);
    }
    if (page.atHead && page.next <= after) return;
    after = page.next;
  }
}

export function entryOf(stored: Parameters<typeof decodeEvent>[0]): Entry {
  const recorded = decodeEvent(stored);
  return { recorded, message: messageOf(recorded) };
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
