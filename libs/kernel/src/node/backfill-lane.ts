import { type PersonActor } from '../actor.ts';
import { canonicalText } from '../canonical.ts';
import { type Clock } from '../clock.ts';
import { type EventStore, type Position, type StreamWrite, START, isLostRace } from '../event-store.ts';
import { LANE_BATCH_FACTS_MAX, LANE_PAGE_BYTES_MAX } from '../exchange.ts';
import { idOf } from '../ids.ts';
import { type Instant } from '../instant.ts';
import { type Recorded, type StoredEnvelope, decodeEvent, encodeEvent } from '../stored-event.ts';
import { type Stream, streamName } from '../stream.ts';
import { createGrants } from './grants.ts';
import { headOf, laneStream, lastEpoch } from './lane-streams.ts';
import { idsOf, recoveredStream } from './reopen-lane.ts';
import { factEvent, laneEnvelope, mergeByStream, toldOf } from './telling.ts';

interface BackfillLaneOptions {
  readonly lane: { readonly from: string; readonly to: string };
  /** Type of the facts: `police.case-ended.v1`. */
  readonly contract: string;
  /** The source’s log. Another process may go on writing to it where the store allows several. */
  readonly store: EventStore;
  /** Of the source’s kind: their publish rules, as they are now, say what past events would have told. */
  readonly streams: readonly Stream[];
  readonly clock: Clock;
  /** Who does it, and why: on record beside the lane. */
  readonly actor: PersonActor;
  readonly reason: string;
  /** Most facts of one append; LANE_BATCH_FACTS_MAX unless named. */
  readonly pageFacts?: number;
}

/** What past events would tell now and never told. */
export interface UntoldFacts {
  /** Of the lane; its end is where they are told. */
  readonly epoch: number;
  readonly facts: number;
  /** When the first and the last of their events were recorded. */
  readonly from?: Instant;
  readonly through?: Instant;
}

export type BackfilledLane =
  | ({ readonly ok: true } & UntoldFacts)
  /** The source has not opened the lane yet: it does when its node starts. */
  | { readonly ok: false; readonly code: 'LANE_NOT_OPENED' };

/** The acts of telling later, one event for each append of facts: `backfill-<to>` in the source’s log. */
function backfillStream(to: string): string {
  return streamName('backfill', to);
}

/** What is needed to look only. */
type Looked = Pick<BackfillLaneOptions, 'lane' | 'contract' | 'streams'> & {
  readonly store: Pick<EventStore, 'readStream' | 'readAll' | 'head'>;
};

/** Looks only. */
export async function untoldFacts(options: Looked): Promise<BackfilledLane> {
  const { epoch, head } = await lastEpoch(options.store, (one) => laneStream(options.lane.to, one));
  if (head < 0) return { ok: false, code: 'LANE_NOT_OPENED' };
  return { ok: true, ...summary(epoch, [...(await findUntold(options, epoch)).values()]) };
}

const ATTEMPTS_MAX = 16;

/**
 * Tells what past events would tell by the publish rules of today and never told on this lane: at the lane’s end, in the order of the
 * events, marked with when they were recorded. A fact’s id follows from its event, so that nothing is told twice, whoever dies in
 * the middle and begins again; each append of facts is an act on record, and the keys that they need are granted with it.
 */
export async function backfillLane(options: BackfillLaneOptions): Promise<BackfilledLane> {
  const { store, lane } = options;
  const done: Untold[] = [];
  for (let attempt = 1; ; attempt += 1) {
    const { epoch, head } = await lastEpoch(store, (one) => laneStream(lane.to, one));
    if (head < 0) return { ok: false, code: 'LANE_NOT_OPENED' };
    const untold = await findUntold(options, epoch);
    try {
      for await (const page of pagesOf(options, untold)) {
        if (await isTold(options, epoch, page)) done.push(...page.map(({ candidate }) => candidate));
      }
      return { ok: true, ...summary(epoch, done) };
    } catch (error) {
      // Somebody else told or granted something meanwhile: what is untold now is found again.
      if (!isLostRace(error) || attempt >= ATTEMPTS_MAX) throw error;
    }
  }
}

/** A fact that its event would tell: only what is needed to find it again is kept in memory. */
interface Untold {
  readonly factId: string;
  readonly eventPosition: Position;
  readonly recordedAt: Instant;
  readonly content: string;
}

interface Page {
  readonly candidate: Untold;
  readonly event: Recorded;
  readonly envelope: StoredEnvelope;
}

function summary(epoch: number, untold: readonly Untold[]): UntoldFacts {
  const [first, last] = [untold[0], untold.at(-1)];
  return { epoch, facts: untold.length, ...(first && last && { from: first.recordedAt, through: last.recordedAt }) };
}

/** By fact id, in the order of their events. One pass over the log: what an event told lies behind it. */
async function findUntold(options: Looked, epochs: number): Promise<ReadonlyMap<string, Untold>> {
  const { store, lane, contract } = options;
  const lanes = new Set(Array.from({ length: epochs }, (_, index) => laneStream(lane.to, index + 1)));
  const untold = new Map<string, Untold>();
  const byEvent = new Map<string, string[]>();
  for await (const { stored, read } of eventsOf(store)) {
    if (lanes.has(stored.stream)) {
      if (stored.type === contract) strike(read(), { untold, byEvent, epochs });
    } else if (stored.stream === recoveredStream(lane.to)) untold.delete(String(read().data['factId']));
    else {
      for (const { envelope, event } of factsOf(options, stored.stream, read, laneStream(lane.to, epochs))) {
        const { id: factId } = envelope;
        const { recordedAt, position: eventPosition } = event;
        untold.set(factId, { factId, eventPosition, recordedAt, content: canonicalText(envelope.data) });
        byEvent.set(event.id, [...(byEvent.get(event.id) ?? []), factId]);
      }
    }
  }
  return untold;
}

/** Told under its own id, again in a later epoch, or by older rules that told other facts before it: the same words of the same event. */
function strike(
  told: Recorded,
  { untold, byEvent, epochs }: { readonly untold: Map<string, Untold>; readonly byEvent: Map<string, string[]>; readonly epochs: number },
): void {
  const { causationId } = told.meta;
  const content = canonicalText(told.data);
  for (const factId of (causationId === undefined ? undefined : byEvent.get(causationId)) ?? [])
    if (idsOf(factId, epochs).includes(told.id) || untold.get(factId)?.content === content) {
      untold.delete(factId);
      return;
    }
}

/** Facts of the contract that an own event makes for the recipient. */
function factsOf(
  { streams, lane, contract }: Looked,
  name: string,
  read: () => Recorded,
  laneName: string,
): readonly { readonly envelope: StoredEnvelope; readonly event: Recorded }[] {
  const stream = streamOfName(streams, name);
  if (!stream?.publish) return [];
  const event = read();
  const told = toldOf(lane.from, { stream, key: name.slice(stream.category.length + 1) }, event);
  return told.flatMap((fact, index) =>
    fact.to === lane.to && fact.type === contract ? [{ envelope: laneEnvelope(lane.from, laneName, fact, index, event), event }] : [],
  );
}

/** Categories may begin alike: the longest one that fits is meant. */
function streamOfName(streams: readonly Stream[], name: string): Stream | undefined {
  return streams
    .filter(({ category }) => name.startsWith(`${category}-`))
    .reduce<Stream | undefined>((best, one) => (best && best.category.length >= one.category.length ? best : one), undefined);
}

const PAGE_EVENTS = 1_000;

async function* eventsOf(store: Pick<EventStore, 'readAll' | 'head'>) {
  const through = store.head();
  for (let after = START; after < through;) {
    const page = await store.readAll({ after, limit: PAGE_EVENTS });
    for (const stored of page.events) yield { stored, read: () => decodeEvent(stored) };
    if (page.atHead && page.next <= after) return;
    after = page.next;
  }
}

/** The facts themselves, made again from their events, as many at a time as one append may carry. */
async function* pagesOf(options: BackfillLaneOptions, untold: ReadonlyMap<string, Untold>): AsyncGenerator<readonly Page[]> {
  const { store, lane, pageFacts = LANE_BATCH_FACTS_MAX } = options;
  const positions = new Set([...untold.values()].map(({ eventPosition }) => eventPosition));
  let [page, bytes]: [Page[], number] = [[], 0];
  for await (const { stored, read } of eventsOf(store)) {
    if (!positions.has(stored.position)) continue;
    for (const { envelope, event } of factsOf(options, stored.stream, read, laneStream(lane.to, 1))) {
      const candidate = untold.get(envelope.id);
      if (!candidate) continue;
      page.push({ candidate, event, envelope });
      bytes += stored.bytes.length;
      if (page.length < pageFacts && bytes < LANE_PAGE_BYTES_MAX) continue;
      yield page;
      [page, bytes] = [[], 0];
    }
  }
  if (page.length > 0) yield page;
}

/** One append. False where another process told the very same in the same moment. */
async function isTold(options: BackfillLaneOptions, epoch: number, page: readonly Page[]): Promise<boolean> {
  const { store, lane, contract, clock, actor, reason } = options;
  const [first, last] = [page[0], page.at(-1)];
  if (!first || !last) return false;
  const recordedAt = clock.now();
  const stream = backfillStream(lane.to);
  const head = await headOf(store, stream);
  const act = encodeEvent({
    id: idOf('backfill', lane.from, lane.to, contract, first.envelope.id, last.envelope.id, head + 1),
    type: 'FactsBackfilled',
    schemaVersion: 1,
    stream,
    data: {
      ...{ to: lane.to, contract, epoch, facts: page.length, reason },
      ...{ from: first.event.recordedAt, through: last.event.recordedAt },
    },
    meta: { actor },
    recordedAt,
  });
  const name = laneStream(lane.to, epoch);
  const facts = page.map(({ envelope, event }) =>
    factEvent({ ...envelope, stream: name, meta: { ...envelope.meta, backfilledFrom: event.recordedAt }, recordedAt }),
  );
  const { deduplicated } = await store.append([
    { stream, expected: head === -1 ? 'no-stream' : head, events: [act] },
    ...(await grantsFor(options, page, recordedAt)),
    { stream: name, expected: 'any', events: facts },
  ]);
  return !deduplicated;
}

/** Who is told of a sealed field may fetch its key: the grants precede the facts, as ever. */
async function grantsFor({ store, lane }: BackfillLaneOptions, page: readonly Page[], at: Instant): Promise<readonly StreamWrite[]> {
  const grants = createGrants(lane.from, store);
  const writes: StreamWrite[] = [];
  for (const { envelope, event } of page)
    writes.push(...(await grants.writesFor([{ to: lane.to, type: envelope.type, data: envelope.data }], { eventId: event.id, at })));
  return mergeByStream(writes);
}
