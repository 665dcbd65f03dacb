import {
  type ReadAllOptions as ClientReadAllOptions,
  type ReadStreamOptions as ClientReadStreamOptions,
  type ResolvedEvent,
  BACKWARDS,
  END,
  FORWARDS,
  START as FROM_START,
  streamNameFilter,
} from '@kurrent/kurrentdb-client';
import {
  type AllPage,
  type Position,
  type ReadAllOptions,
  type ReadStreamOptions,
  type Revision,
  type StoredEvent,
  type StreamPage,
  START,
} from '@interlock/kernel';
import { type Connection } from './connection.ts';
import { failureOf } from './kurrent-errors.ts';
import { type Names } from './names.ts';
import { type LogPosition, readFrom } from './positions.ts';
import { recordedOf } from './recorded.ts';

/** What is asked of the server, always of the node that leads: a follower may not have yet what was acknowledged. */
export interface Reads {
  stream(stream: string, options: ReadStreamOptions): Promise<StreamPage>;
  headOf(stream: string): Promise<Revision>;
  /** Head of the stream when the log stood just before that position. */
  headBefore(stream: string, position: Position): Promise<Revision>;
  /** Of what lies up to the head. */
  allForwards(options: ReadAllOptions, head: Position): Promise<AllPage>;
  allBackwards(options: ReadAllOptions, head: Position): Promise<AllPage>;
  /** Last position of the log. */
  lastPosition(): Promise<Position>;
  /** The first so many events of the log at or after a place of the server. */
  following(place: LogPosition, count: number): Promise<readonly StoredEvent[]>;
  /** The first event of a stream beside the log; undefined when there is none. */
  firstOf(name: string): Promise<ResolvedEvent['event']>;
}

/** Events of a page of readAll when the caller names no limit. */
const PAGE_EVENTS = 1_000;
const BACK_EVENTS = 64;

export function makeReads(connection: Connection, names: Names): Reads {
  const stream = (name: string, options: ReadStreamOptions): Promise<readonly StoredEvent[] | undefined> =>
    connection.patiently((client) => collect(names, client.readStream(names.ofStream(name), streamOptions(options))));
  const all = (options: ReadAllOptions, count: number): Promise<readonly StoredEvent[]> =>
    connection.patiently(async (client) => (await collect(names, client.readAll(allOptions(names, options, count)))) ?? []);
  const headOf = async (name: string): Promise<Revision> => {
    const last = await stream(name, { direction: 'backwards', limit: 1 });
    return last?.[0]?.revision ?? -1;
  };
  return {
    headOf,
    async stream(name, options) {
      const events = await stream(name, options);
      if (!events) return { events: [], head: -1 };
      return { events, head: headSeen(events, options) ?? (await headOf(name)) };
    },
    headBefore: (name, position) => headBefore(position, (options) => stream(name, options)),
    async allForwards(options, head) {
      const { after = START, limit = PAGE_EVENTS } = options;
      // One more for the event at the position itself, which the server counts.
      const read = await all(options, limit + 1);
      const events = read.filter(({ position }) => position > after && position <= head).slice(0, limit);
      const next = events.length === limit ? (events.at(-1)?.position ?? head) : head;
      return { events, next, atHead: next >= head };
    },
    allBackwards: (options, head) => allBackwards(options, head, all),
    async lastPosition() {
      const last = await all({ direction: 'backwards' }, 1);
      return last[0]?.position ?? START;
    },
    following: (place, count) =>
      connection.patiently(async (client) => {
        const filter = streamNameFilter({ prefixes: [names.log] });
        const read = client.readAll({ direction: FORWARDS, fromPosition: place, maxCount: count, requiresLeader: true, filter });
        return (await collect(names, read)) ?? [];
      }),
    firstOf: (name) => connection.patiently((client) => firstOf(client.readStream(name, { maxCount: 1, requiresLeader: true }))),
  };
}

function streamOptions({ from, limit, direction }: ReadStreamOptions): ClientReadStreamOptions {
  const isBackwards = direction === 'backwards';
  return {
    direction: isBackwards ? BACKWARDS : FORWARDS,
    fromRevision: from !== undefined ? BigInt(from) : isBackwards ? END : FROM_START,
    ...(limit !== undefined && { maxCount: limit }),
    requiresLeader: true,
  };
}

function allOptions(names: Names, { after = START, direction, streamPrefixes }: ReadAllOptions, count: number): ClientReadAllOptions {
  const isBackwards = direction === 'backwards';
  const from = readFrom(after);
  return {
    direction: isBackwards ? BACKWARDS : FORWARDS,
    fromPosition: from !== 'start' ? from : isBackwards ? END : FROM_START,
    maxCount: count,
    filter: streamNameFilter({ prefixes: streamPrefixes ? streamPrefixes.map(names.ofStream) : [names.log] }),
    requiresLeader: true,
  };
}

async function allBackwards(
  options: ReadAllOptions,
  head: Position,
  read: (options: ReadAllOptions, count: number) => Promise<readonly StoredEvent[]>,
): Promise<AllPage> {
  const { limit = PAGE_EVENTS } = options;
  const events: StoredEvent[] = [];
  let after = options.after === undefined || options.after > head ? START : options.after;
  for (;;) {
    const page = await read({ ...options, after }, limit + 1);
    events.push(...page.filter(({ position }) => position <= head));
    if (events.length > limit || page.length <= limit) break;
    // The page was full, and part of it lies beyond the head.
    after = page.at(-1)?.position ?? after;
  }
  const atHead = events.length <= limit;
  const taken = events.slice(0, limit);
  return { events: taken, next: atHead ? 0n : (taken.at(-1)?.position ?? 0n), atHead };
}

async function headBefore(
  position: Position,
  read: (options: ReadStreamOptions) => Promise<readonly StoredEvent[] | undefined>,
): Promise<Revision> {
  for (let from: Revision | undefined; ;) {
    const events = await read({ direction: 'backwards', limit: BACK_EVENTS, ...(from !== undefined && { from }) });
    const found = events?.find((event) => event.position < position);
    if (found) return found.revision;
    const first = events?.at(-1)?.revision ?? 0;
    if (first === 0) return -1;
    from = first - 1;
  }
}

async function firstOf(read: AsyncIterable<ResolvedEvent>): Promise<ResolvedEvent['event']> {
  try {
    for await (const { event } of read) return event;
  } catch (error) {
    if (failureOf(error).type !== 'missing') throw error;
  }
  return undefined;
}

/** Undefined when the stream is missing. */
async function collect(names: Names, read: AsyncIterable<ResolvedEvent>): Promise<readonly StoredEvent[] | undefined> {
  const events: StoredEvent[] = [];
  try {
    for await (const resolved of read) {
      const recorded = recordedOf(names, resolved);
      if (recorded) events.push(recorded.event);
    }
  } catch (error) {
    if (failureOf(error).type === 'missing') return undefined;
    throw error;
  }
  return events;
}

/** The head, as far as the page itself shows it. */
function headSeen(events: readonly StoredEvent[], { from, limit, direction }: ReadStreamOptions): Revision | undefined {
  const first = events[0];
  if (direction === 'backwards') return first && (from === undefined || first.revision < from) ? first.revision : undefined;
  return limit === undefined || events.length < limit ? events.at(-1)?.revision : undefined;
}
