import {
  type ReadAllOptions as ClientReadAllOptions,
  type ResolvedEvent,
  BACKWARDS,
  END,
  FORWARDS,
  START as FROM_START,
  streamNameFilter,
} from '@kurrent/kurrentdb-client';
import { type AllPage, type Position, type ReadAllOptions, type StoredEvent, START } from '@interlock/kernel';
import { type Collected, collect, firstOf } from './collect.ts';
import { type Connection } from './connection.ts';
import { CutShort } from './kurrent-errors.ts';
import { type Names } from './names.ts';
import { type LogPosition, readFrom } from './positions.ts';
import { type StreamReads, makeStreamReads } from './stream-reads.ts';

/** What is asked of the server, always of the node that leads: a follower may not have yet what was acknowledged. */
export interface Reads extends StreamReads {
  /** Of what lies up to the head. */
  allForwards(options: ReadAllOptions, head: Position): Promise<AllPage>;
  allBackwards(options: ReadAllOptions, head: Position): Promise<AllPage>;
  /** Last position of the log. */
  lastPosition(): Promise<Position>;
  /** So many events of the log at or after a place of the server, where so many are. */
  following(place: LogPosition, count: number): Promise<readonly StoredEvent[]>;
  /** The first event of a stream beside the log; undefined when there is none. */
  firstOf(name: string): Promise<ResolvedEvent['event']>;
}

/** Events of a page of readAll when the caller names no limit. */
const PAGE_EVENTS = 1_000;

type ReadOptions = Pick<ClientReadAllOptions, 'direction' | 'fromPosition' | 'maxCount'>;

export function makeReads(connection: Connection, names: Names): Reads {
  /** Throws when the answer is not as long as was asked, and does not reach what `isWhole` looks for either. */
  const read = (asked: ReadOptions, prefixes: readonly string[], isWhole: (answer: Collected) => boolean): Promise<Collected> =>
    connection.patiently(async (client) => {
      const filter = streamNameFilter({ prefixes: [...prefixes] });
      const answer = await collect(names, client.readAll({ ...asked, filter, requiresLeader: true }));
      if (answer.events.length !== asked.maxCount && !isWhole(answer)) throw new CutShort();
      return answer;
    });
  const backwards = ({ after = START, streamPrefixes }: ReadAllOptions, count: number): Promise<readonly StoredEvent[]> => {
    const from = readFrom(after);
    const asked = { direction: BACKWARDS, fromPosition: from === 'start' ? END : from, maxCount: count } as const;
    return read(asked, [...prefixesOf(names, streamPrefixes), names.identity], (answer) => answer.metIdentity).then(({ events }) => events);
  };
  const last = async (): Promise<StoredEvent | undefined> => (await backwards({}, 1))[0];
  return {
    ...makeStreamReads(connection, names),
    async allForwards(options, head) {
      const { after = START, limit = PAGE_EVENTS, streamPrefixes } = options;
      const from = readFrom(after);
      // One more for the event at the position itself, which the server counts.
      const asked = { direction: FORWARDS, fromPosition: from === 'start' ? FROM_START : from, maxCount: limit + 1 } as const;
      // Which of the wanted streams has the last event is not known: the log’s last one is asked for with them, and must come.
      const end = streamPrefixes && (await last());
      const prefixes = prefixesOf(names, streamPrefixes, end?.stream);
      const through = end?.position ?? head;
      const answer = await read(asked, prefixes, ({ events }) => (events.at(-1)?.position ?? START) >= through);
      return pageOf(answer.events, options, head);
    },
    allBackwards: (options, head) => allBackwards(options, head, backwards),
    async lastPosition() {
      return (await last())?.position ?? START;
    },
    async following(place, count) {
      const answer = await read({ direction: FORWARDS, fromPosition: place, maxCount: count }, [names.log], () => false);
      return answer.events;
    },
    firstOf: (name) => connection.patiently((client) => firstOf(client.readStream(name, { maxCount: 1, requiresLeader: true }))),
  };
}

function prefixesOf(names: Names, wanted: readonly string[] | undefined, besides?: string): readonly string[] {
  if (!wanted) return [names.log];
  return [...wanted, ...(besides === undefined ? [] : [besides])].map(names.ofStream);
}

/** Of what was read from `after` on, up to one event more than the limit. */
function pageOf(
  read: readonly StoredEvent[],
  { after = START, limit = PAGE_EVENTS, streamPrefixes }: ReadAllOptions,
  head: Position,
): AllPage {
  const wanted = ({ stream }: StoredEvent): boolean => !streamPrefixes || streamPrefixes.some((prefix) => stream.startsWith(prefix));
  const events = read.filter((event) => event.position > after && event.position <= head && wanted(event)).slice(0, limit);
  const isFull = read.length === limit + 1;
  const readTo = events.length === limit ? events.at(-1)?.position : isFull ? read.at(-1)?.position : head;
  const next = readTo === undefined || readTo > head ? head : readTo;
  return { events, next, atHead: next >= head };
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
