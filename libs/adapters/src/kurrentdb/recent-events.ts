import { type AllPage, type Position, type StoredEvent } from '@interlock/kernel';

const EVENTS_MAX = 4_096;
const BYTES_MAX = 16 * 1_024 * 1_024;

/** The end of the log, as the server pushed it: those who follow it live are served from here, not by a read of each. */
export interface RecentEvents {
  add(events: readonly StoredEvent[]): void;
  /** Everything after this position, up to `through`, is held. */
  from(): Position;
  through(): Position;
  page(after: Position, limit: number, streamPrefixes?: readonly string[]): AllPage;
}

export function createRecentEvents(from: Position): RecentEvents {
  let events: StoredEvent[] = [];
  let after = from;
  let through = from;
  let held = 0;
  const shorten = (): void => {
    let count = 0;
    while (events.length - count > EVENTS_MAX / 2 && count < events.length - 1) {
      held -= events[count]?.bytes.length ?? 0;
      count += 1;
    }
    after = events[count - 1]?.position ?? after;
    events = events.slice(count);
  };
  return {
    add(added) {
      events.push(...added);
      for (const { bytes } of added) held += bytes.length;
      through = added.at(-1)?.position ?? through;
      while (events.length > EVENTS_MAX || (held > BYTES_MAX && events.length > EVENTS_MAX / 2)) shorten();
      if (held <= BYTES_MAX) return;
      // Few large ones: none are kept.
      events = [];
      held = 0;
      after = through;
    },
    from: () => after,
    through: () => through,
    page(start, limit, streamPrefixes) {
      const wanted = ({ stream }: StoredEvent): boolean => !streamPrefixes || streamPrefixes.some((prefix) => stream.startsWith(prefix));
      const taken: StoredEvent[] = [];
      for (let at = firstAfter(events, start); at < events.length; at += 1) {
        const event = events[at];
        if (!event || !wanted(event)) continue;
        if (taken.length === limit) return { events: taken, next: taken.at(-1)?.position ?? start, atHead: false };
        taken.push({ ...event, bytes: event.bytes.slice() });
      }
      return { events: taken, next: through, atHead: true };
    },
  };
}

function firstAfter(events: readonly StoredEvent[], position: Position): number {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((events[middle]?.position ?? 0n) <= position) low = middle + 1;
    else high = middle;
  }
  return low;
}
