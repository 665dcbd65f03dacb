import { type EventStore, type Position, type StoredEvent } from '../event-store.ts';
import { type Lane, LANE_PAGE_FACTS_MAX } from '../exchange.ts';
import { decodeEvent } from '../stored-event.ts';
import { headOf, laneStream, lastEpoch, receivedStream } from './lane-streams.ts';
import { idOfFact, idsOf, recoveredStream } from './reopen-lane.ts';

type Log = Pick<EventStore, 'readStream'>;

/** The two ends of a lane, as they lie in their logs. */
export interface LaneEnds {
  readonly lane: Pick<Lane, 'from' | 'to'>;
  readonly source: Log;
  readonly recipient: Log;
}

/** A fact that the recipient holds and its source does not answer for. */
export interface LaneDifference {
  /** The source told another fact at this number, or none. */
  readonly code: 'LANE_FORKED' | 'LANE_BEHIND';
  readonly epoch: number;
  readonly number: number;
  /** In the recipient’s log. */
  readonly position: Position;
}

/**
 * Holds everything that was received on a lane, in every epoch, against what its source’s log says of it. What an epoch that is closed
 * holds beyond its source was fetched back when the lane was opened again: that record answers for it.
 */
export async function compareLane(ends: LaneEnds): Promise<LaneDifference | undefined> {
  const { lane, source } = ends;
  const told = await lastEpoch(source, (one) => laneStream(lane.to, one));
  let answered: ReadonlySet<string> | undefined;
  for (let epoch = 1; ; epoch += 1) {
    if ((await headOf(ends.recipient, receivedStream(lane.from, epoch))) < 0) return undefined;
    for (let from = 0; ;) {
      const different = await firstDifferent(ends, epoch, from);
      if (!different) break;
      if (epoch >= told.epoch) return different.difference;
      answered ??= await answeredFor(ends, told.epoch);
      const { number } = different.difference;
      // Each epoch has an opening of its own; one whose facts the source has lost is closed by another word.
      if (number > 0 && !answered.has(idOf(different.event))) return different.difference;
      from = number + 1;
    }
  }
}

/** The first fact from a number on, in one epoch, that the recipient holds otherwise than the source told it. */
export async function firstDifferent(
  { lane, source, recipient }: LaneEnds,
  epoch: number,
  first = 0,
): Promise<{ readonly difference: LaneDifference; readonly event: StoredEvent } | undefined> {
  for (let from = first; ;) {
    const received = await recipient.readStream(receivedStream(lane.from, epoch), { from, limit: LANE_PAGE_FACTS_MAX });
    if (received.events.length === 0) return undefined;
    const told = await source.readStream(laneStream(lane.to, epoch), { from, limit: received.events.length });
    for (const [index, event] of received.events.entries()) {
      const fact = told.events[index];
      if (fact && (fact.id === event.id || fact.id === idOf(event))) continue;
      const code = fact ? 'LANE_FORKED' : 'LANE_BEHIND';
      return { difference: { code, epoch, number: from + index, position: event.position }, event };
    }
    from += received.events.length;
  }
}

/** The fact’s own id, under whatever id it stands here. */
function idOf(event: StoredEvent): string {
  return idOfFact(decodeEvent(event));
}

/** Ids of all facts that the source told in any epoch or fetched back later. */
async function answeredFor({ lane, source }: LaneEnds, epochs: number): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for (let epoch = 1; epoch <= epochs; epoch += 1)
    for await (const event of eventsIn(source, laneStream(lane.to, epoch))) for (const id of idsOf(event.id, epochs)) ids.add(id);
  for await (const event of eventsIn(source, recoveredStream(lane.to))) {
    const { factId } = decodeEvent(event).data;
    if (typeof factId === 'string') ids.add(factId);
  }
  return ids;
}

async function* eventsIn(log: Log, stream: string): AsyncGenerator<StoredEvent> {
  for (let from = 0; ;) {
    const { events } = await log.readStream(stream, { from, limit: LANE_PAGE_FACTS_MAX });
    if (events.length === 0) return;
    yield* events;
    from += events.length;
  }
}
