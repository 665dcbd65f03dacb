import { type PersonActor } from '../actor.ts';
import { type Clock } from '../clock.ts';
import { type EventStore, type EventToAppend, type StreamWrite } from '../event-store.ts';
import { type LaneFact, type LaneHeld, LANE_PAGE_FACTS_MAX } from '../exchange.ts';
import { idOf } from '../ids.ts';
import { encodeEvent } from '../stored-event.ts';
import { streamName } from '../stream.ts';
import { breakWrite } from './lane-breaks.ts';
import { headOf, laneStream, lastEpoch, readHeld, readLane, sourceBreaks } from './lane-streams.ts';

export interface ReopenLaneOptions {
  readonly lane: { readonly from: string; readonly to: string };
  /** The source’s log. Nothing else may write to it meanwhile: its node is stopped. */
  readonly store: Pick<EventStore, 'readStream' | 'append'>;
  /** What the recipient holds; asked as the lane’s source. */
  readonly peer: LaneHeld;
  readonly clock: Clock;
  /** Who does it, and why: on record on the lane. */
  readonly actor: PersonActor;
  readonly reason: string;
}

export type ReopenedLane =
  | {
      readonly ok: true;
      readonly epoch: number;
      /** First number at which the two ends differ. */
      readonly differsAt: number;
      /** Facts that the source had told and its log had lost: fetched back. */
      readonly recovered: number;
      /** Facts of the source that the recipient could not take any more: told in the new epoch. */
      readonly retold: number;
    }
  /** Both ends mean the same: what is missing at the recipient is sent as ever. */
  | { readonly ok: false; readonly code: 'LANE_NOT_BROKEN' };

/** What a source had told and its log had lost lies here, fact by fact, as the recipient holds it. */
export function recoveredStream(to: string): string {
  return streamName('recovered', to);
}

/** What a node’s log holds of a lane that ends there: the port’s answer where that log is at hand. */
export function heldIn(store: Pick<EventStore, 'readStream'>): LaneHeld {
  return { held: (lane, after, limit) => readHeld(store, lane, after, limit) };
}

/**
 * Opens a lane again whose source was restored from an older backup: fetches back what the recipient holds and the source’s log does
 * not, closes the epoch and begins the next one from 0 with what the recipient could not take. One append, on the epoch’s exact head.
 * The recipient follows when it sees that the new epoch stands after all that it has.
 */
export async function reopenLane(options: ReopenLaneOptions): Promise<ReopenedLane> {
  const { store, clock, actor, reason } = options;
  const { from, to } = options.lane;
  const { epoch, head } = await lastEpoch(store, (one) => laneStream(to, one));
  const told = await allOf((after) => readLane(store, { from, to, epoch }, after, LANE_PAGE_FACTS_MAX));
  const held = await allHeld(options);
  const same = held.find((one) => one.epoch === epoch)?.facts ?? [];
  const later = held.filter((one) => one.epoch > epoch);
  const firstOther = same.findIndex((fact, index) => told[index]?.id !== idOfFact(fact));
  if (firstOther < 0 && later.length === 0) return { ok: false, code: 'LANE_NOT_BROKEN' };
  const differsAt = firstOther < 0 ? same.length : firstOther;
  const heldIds = new Set(held.flatMap(({ facts }) => facts.flatMap((fact) => [fact.id, idOfFact(fact)])));
  const knownIds = new Set(told.flatMap(({ id }) => idsOf(id, held.length)));
  const recovered = [...same.slice(differsAt), ...later.flatMap(({ facts }) => facts)].filter(
    (fact) => fact.number > 0 && !knownIds.has(idOfFact(fact)),
  );
  const retold = told.slice(Math.max(1, differsAt)).filter(({ id }) => !idsOf(id, held.length).some((one) => heldIds.has(one)));
  const last = held.at(-1) ?? { epoch, facts: [] };
  const after = last.facts.length - 1;
  const next = last.epoch + 1;
  const counts = { differsAt, recovered: recovered.length, retold: retold.length };
  await store.append([
    // Nothing is added: the epoch ends at the head that was compared.
    head < 0 ? lostEpoch(options, epoch) : { stream: laneStream(to, epoch), expected: head, events: [] },
    ...later.map((one) => lostEpoch(options, one.epoch)),
    {
      stream: laneStream(to, next),
      expected: 'no-stream',
      events: [openingOf(options, next, after), ...retold.map((fact) => retoldOf(options, next, fact))],
    },
    ...(await recoveredWrite(options, next, recovered)),
    await breakWrite(
      { lane: options.lane, store, clock, actor, stream: sourceBreaks(to) },
      { type: 'LaneReopened', epoch: next, after, ...counts, reason },
    ),
  ]);
  return { ok: true, epoch: next, ...counts };
}

/** Numbers are 0, 1, 2, … at both ends: a page that begins elsewhere, or holes in one, would compare the wrong facts. */
async function allOf(page: (after: number) => Promise<readonly LaneFact[]>): Promise<readonly LaneFact[]> {
  const facts: LaneFact[] = [];
  for (;;) {
    const more = await page(facts.length - 1);
    if (more.length === 0) return facts;
    for (const fact of more) {
      if (fact.number !== facts.length) throw new Error(`Fact ${String(facts.length)} of the lane is missing`);
      facts.push(fact);
    }
  }
}

interface HeldEpoch {
  readonly epoch: number;
  readonly facts: readonly LaneFact[];
}

/** What the recipient holds of all epochs; the source’s log may have lost the opening of the last ones. */
async function allHeld({ lane, peer }: ReopenLaneOptions): Promise<readonly HeldEpoch[]> {
  const held: HeldEpoch[] = [];
  for (let epoch = 1; ; epoch += 1) {
    const facts = await allOf((after) => peer.held({ ...lane, epoch }, after, LANE_PAGE_FACTS_MAX));
    if (facts.length === 0) return held;
    held.push({ epoch, facts });
  }
}

/** Under which ids a fact may have been told: its own, and that of each time it was told again. */
export function idsOf(id: string, times: number): readonly string[] {
  const ids = [id];
  for (let last = id; ids.length <= times; ids.push(last)) last = retoldId(last);
  return ids;
}

function retoldId(id: string): string {
  return idOf('retold', id);
}

/** A fact of an earlier epoch that was told again stands under an id of its own at the recipient. */
export function idOfFact({ id, type, data }: Pick<LaneFact, 'id' | 'type' | 'data'>): string {
  return type.endsWith('.fact-repeated.v1') && typeof data['factId'] === 'string' ? data['factId'] : id;
}

/** Epochs are found one after another: one whose facts this log has lost keeps its place. It is closed, and sent to nobody. */
function lostEpoch({ lane, clock }: ReopenLaneOptions, epoch: number): StreamWrite {
  const stream = laneStream(lane.to, epoch);
  const lost = encodeEvent({
    id: idOf('epoch-lost', lane.from, lane.to, epoch),
    type: `${lane.from}.epoch-lost.v1`,
    schemaVersion: 1,
    stream,
    data: { epoch },
    meta: { actor: { kind: 'lane', name: lane.from } },
    recordedAt: clock.now(),
  });
  return { stream, expected: 'no-stream', events: [lost] };
}

function openingOf({ lane, clock }: ReopenLaneOptions, epoch: number, after: number): EventToAppend {
  return encodeEvent({
    id: idOf('lane-opened', lane.from, lane.to, epoch, after),
    type: `${lane.from}.lane-opened.v1`,
    schemaVersion: 1,
    stream: laneStream(lane.to, epoch),
    data: { epoch, after },
    meta: { actor: { kind: 'lane', name: lane.from } },
    recordedAt: clock.now(),
  });
}

/** An event stands in a log once: told again it has an id of its own, and names the fact that nobody took. */
function retoldOf({ lane, clock }: ReopenLaneOptions, epoch: number, fact: LaneFact): EventToAppend {
  return encodeEvent({
    id: retoldId(fact.id),
    type: fact.type,
    schemaVersion: 1,
    stream: laneStream(lane.to, epoch),
    data: fact.data,
    meta: {
      actor: { kind: 'lane', name: lane.from },
      causationId: fact.causationId ?? fact.id,
      ...(fact.correlationId !== undefined && { correlationId: fact.correlationId }),
      ...(fact.traceparent !== undefined && { traceparent: fact.traceparent }),
      ...(fact.backfilledFrom !== undefined && { backfilledFrom: fact.backfilledFrom }),
      ...(fact.versions && { versions: fact.versions }),
    },
    recordedAt: clock.now(),
  });
}

async function recoveredWrite(options: ReopenLaneOptions, epoch: number, facts: readonly LaneFact[]): Promise<readonly StreamWrite[]> {
  if (facts.length === 0) return [];
  const stream = recoveredStream(options.lane.to);
  const head = await headOf(options.store, stream);
  const events = facts.map((fact) =>
    encodeEvent({
      id: idOf('recovered', options.lane.from, options.lane.to, epoch, fact.number, fact.id),
      type: 'LaneRecovered',
      schemaVersion: 1,
      stream,
      data: { to: options.lane.to, epoch, number: fact.number, factId: idOfFact(fact), factType: fact.type, fact: fact.data },
      meta: { actor: options.actor },
      recordedAt: options.clock.now(),
    }),
  );
  return [{ stream, expected: head === -1 ? 'no-stream' : head, events }];
}
