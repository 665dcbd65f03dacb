import { type EventStore, type Position, START } from '../event-store.ts';

/** What a log needs to say whose positions are meant. */
export type Numbered = Pick<EventStore, 'storeId' | 'capabilities'>;

/** Whose positions a stored one is: of this store alone, or, when unset, the count of the events before it, the same in every copy of the log. */
export function numberingOf({ storeId, capabilities }: Numbered): { readonly storeId?: string } {
  return capabilities.ownPositions === true ? { storeId } : {};
}

const PAGE_EVENTS = 1_000;

/**
 * A position that was written when the log lay in another store, as this one has it. Only counts can be told again: they are
 * counted off. Undefined for what this log does not have, and for positions of another store’s own.
 */
export async function renumbered(
  store: Pick<EventStore, 'readAll'>,
  counts: readonly Position[],
): Promise<(count: Position) => Position | undefined> {
  const last = counts.reduce((most, count) => (count > most ? count : most), START);
  const wanted = new Set(counts);
  const found = new Map<Position, Position>([[START, START]]);
  let count = 0n;
  for (let after = START, atEnd = false; !atEnd && count <= last;) {
    const page = await store.readAll({ after, limit: PAGE_EVENTS });
    for (const { position } of page.events) {
      if (wanted.has(count)) found.set(count, position);
      count += 1n;
    }
    ({ atHead: atEnd, next: after } = page);
  }
  return (wish) => found.get(wish);
}

/** Where events lie, by their ids: for those whose position was written when the log lay elsewhere. */
export async function positionsOfIds(store: Pick<EventStore, 'readAll'>, ids: ReadonlySet<string>): Promise<ReadonlyMap<string, Position>> {
  const found = new Map<string, Position>();
  for (let after = START, atEnd = false; !atEnd && found.size < ids.size;) {
    const page = await store.readAll({ after, limit: PAGE_EVENTS });
    for (const { id, position } of page.events) if (ids.has(id)) found.set(id, position);
    ({ atHead: atEnd, next: after } = page);
  }
  return found;
}
