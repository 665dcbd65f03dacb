import { type Clock } from '../clock.ts';
import { type EventStore, type EventToAppend, EVENT_BYTES_MAX } from '../event-store.ts';
import { type Lane, type LaneFact, LANE_PAGE_FACTS_MAX } from '../exchange.ts';
import { idOf } from '../ids.ts';
import { encodeEvent } from '../stored-event.ts';
import { breakWrite } from './lane-breaks.ts';
import { LaneError } from './lane-error.ts';
import { lastEpoch, receivedStream, recipientBreaks } from './lane-streams.ts';

export interface InboxOptions {
  readonly lane: Lane;
  readonly store: EventStore;
  readonly clock: Clock;
  /** Whose facts the source may tell: its own, by its code or its kind. Unset: anybody’s. */
  readonly publishers?: readonly string[];
}

/** What is received of a lane, in its present epoch: fact n at revision n. */
export interface Inbox {
  epoch(): number;
  head(): number;
  /** Facts that follow the head without a gap. Throws a lost race where another replica took some of them first. */
  append(facts: readonly LaneFact[]): Promise<void>;
  /** Looks at the log again: another replica may have taken facts, or begun an epoch. */
  refresh(): Promise<void>;
  /** The log has this. */
  seen(stream: string, revision: number): void;
  /** The first of these numbers already received under which another fact is told now. */
  forkIn(repeated: readonly LaneFact[]): Promise<{ readonly fact: LaneFact; readonly knownId: string } | undefined>;
  /** Closes the epoch, and begins the next one with its fact 0; both are recorded in one act. */
  reopen(epoch: number, opening: LaneFact): Promise<void>;
}

export async function openInbox(options: InboxOptions): Promise<Inbox> {
  const { lane, store } = options;
  let { epoch, head } = await lastEpoch(store, (one) => receivedStream(lane.from, one));
  let place = { ...options, epoch, stream: receivedStream(lane.from, epoch), earlier: await idsBefore(store, lane, epoch) };
  return {
    epoch: () => epoch,
    head: () => head,
    async append(facts) {
      const before = (facts[0]?.number ?? 0) - 1;
      for (const [index, fact] of facts.entries()) {
        if (fact.number !== before + 1 + index) throw gapAt(lane, before + 1 + index);
        refuseForeign(options, fact);
      }
      const { stream } = place;
      const events = facts.map((fact) => storedFact(place, fact));
      // Written at exactly the number before: whatever another replica did meanwhile shows.
      await store.append([{ stream, expected: before === -1 ? 'no-stream' : before, events }]);
      head = Math.max(head, facts.at(-1)?.number ?? head);
    },
    async refresh() {
      const known = await lastEpoch(store, (one) => receivedStream(lane.from, one));
      if (known.epoch !== epoch) {
        const stream = receivedStream(lane.from, known.epoch);
        place = { ...options, epoch: known.epoch, stream, earlier: await idsBefore(store, lane, known.epoch) };
        ({ epoch, head } = known);
      }
      head = Math.max(head, known.head);
    },
    seen(stream, revision) {
      if (stream === place.stream) head = Math.max(head, revision);
    },
    async forkIn(repeated) {
      const first = repeated[0];
      if (!first) return undefined;
      const page = await store.readStream(place.stream, { from: first.number, limit: repeated.length });
      for (const fact of repeated) {
        const known = page.events.find(({ revision }) => revision === fact.number);
        if (known && known.id !== storedIdOf(place, fact)) return { fact, knownId: known.id };
      }
      return undefined;
    },
    async reopen(next, opening) {
      const stream = receivedStream(lane.from, next);
      const fresh = { ...options, epoch: next, stream, earlier: await idsBefore(store, lane, next) };
      const noted = await breakWrite(
        { ...options, stream: recipientBreaks(lane.from) },
        { type: 'LaneReopened', epoch: next, after: head },
      );
      await store.append([{ stream, expected: 'no-stream', events: [receivedEvent(fresh, opening)] }, noted]);
      place = fresh;
      epoch = next;
      head = 0;
    },
  };
}

export function nameOf(lane: Lane): string {
  return `${lane.from} → ${lane.to}`;
}

export function gapAt(lane: Lane, number: number, through = number, why = 'the source did not give it'): LaneError {
  const missing = through > number ? `facts ${String(number)} to ${String(through)} are missing` : `fact ${String(number)} is missing`;
  return new LaneError('LANE_GAP', number, `lane ${nameOf(lane)}: ${missing}: ${why}`);
}

interface Place extends InboxOptions {
  readonly epoch: number;
  readonly stream: string;
  /** Ids received in earlier epochs: what was told then is a repetition. */
  readonly earlier: ReadonlySet<string>;
}

const CONTRACT = /^([a-z][a-z0-9-]*)\.[a-z][a-z0-9-]*\.v\d+$/;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The event that the fact is kept as. What no log can keep is told by its number: it would come again for ever. */
function storedFact(place: Place, fact: LaneFact): EventToAppend {
  const unfit = (why: string): LaneError =>
    new LaneError('LANE_FACT_UNFIT', fact.number, `lane ${nameOf(place.lane)}: fact ${String(fact.number)} ${why}`);
  if (!UUID.test(fact.id)) throw unfit('has no UUID');
  let event: EventToAppend;
  try {
    event = receivedEvent(place, fact);
  } catch (error) {
    if (error instanceof RangeError) throw unfit(`cannot be written: ${error.message}`);
    throw error;
  }
  if (event.bytes.length > EVENT_BYTES_MAX)
    throw unfit(`has ${String(event.bytes.length)} bytes, at most ${String(EVENT_BYTES_MAX)} are kept`);
  return event;
}

/** A fact under a private event’s type, or in another’s name, would be taken for what it is not by every view and policy here. */
function refuseForeign({ lane, publishers }: InboxOptions, { type, number }: LaneFact): void {
  const publisher = CONTRACT.exec(type)?.[1];
  if (publisher !== undefined && (publishers === undefined || publishers.includes(publisher))) return;
  throw new LaneError('LANE_FACT_REFUSED', number, `lane ${nameOf(lane)}: ${lane.from} may not tell ${type}`);
}

async function idsBefore(store: EventStore, lane: Lane, epoch: number): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for (let one = 1; one < epoch; one += 1) {
    for (let from = 0; ;) {
      const { events, head } = await store.readStream(receivedStream(lane.from, one), { from, limit: LANE_PAGE_FACTS_MAX });
      for (const event of events) ids.add(event.id);
      from += events.length;
      if (from > head || events.length === 0) break;
    }
  }
  return ids;
}

/** An id stands in a log once: what was received in an earlier epoch only keeps its number here. */
function storedIdOf({ lane, epoch, earlier }: Place, fact: LaneFact): string {
  return earlier.has(fact.id) ? idOf('fact-repeated', lane.from, lane.to, epoch, fact.number, fact.id) : fact.id;
}

function receivedEvent(place: Place, fact: LaneFact): ReturnType<typeof encodeEvent> {
  const { lane, stream, clock, earlier } = place;
  const isRepeated = earlier.has(fact.id);
  return encodeEvent({
    id: storedIdOf(place, fact),
    type: isRepeated ? `${lane.from}.fact-repeated.v1` : fact.type,
    schemaVersion: 1,
    stream,
    data: isRepeated ? { factId: fact.id } : fact.data,
    meta: {
      actor: { kind: 'lane', name: lane.from },
      source: { node: lane.from, number: fact.number, position: fact.position },
      ...(fact.causationId !== undefined && { causationId: fact.causationId }),
      ...(fact.correlationId !== undefined && { correlationId: fact.correlationId }),
      ...(fact.traceparent !== undefined && { traceparent: fact.traceparent }),
      ...(fact.backfilledFrom !== undefined && { backfilledFrom: fact.backfilledFrom }),
      ...(fact.versions && { versions: fact.versions }),
    },
    recordedAt: clock.now(),
  });
}
