import { type Clock } from '../clock.ts';
import { type EventStore, isStoreError } from '../event-store.ts';
import { type Lane, type LaneBatch, type LaneFact, type LaneSource, type Watermark, LANE_PAGE_FACTS_MAX } from '../exchange.ts';
import { idOf } from '../ids.ts';
import { encodeEvent } from '../stored-event.ts';
import { streamName } from '../stream.ts';

/** Takes one lane into `received-<source>`: fact n at exactly revision n. That stream is the inbox. */
export interface LaneReceiver {
  readonly lane: Lane;
  /** Durable when it resolves. Throws a LaneError when the lane is forked; throws when facts are missing and cannot be fetched. */
  take(batch: LaneBatch): Promise<void>;
  head(): number;
  /** The source’s last watermark that counts: everything up to it is here. */
  watermark(): Watermark | undefined;
  /** Set when the source told something else at a number already received. */
  fork(): { readonly number: number } | undefined;
}

export class LaneError extends Error {
  override readonly name = 'LaneError';
  readonly code: 'LANE_FORKED' | 'LANE_GAP';

  constructor(code: 'LANE_FORKED' | 'LANE_GAP', message: string) {
    super(message);
    this.code = code;
  }
}

export async function openLaneReceiver(options: {
  readonly lane: Lane;
  readonly store: EventStore;
  readonly source: LaneSource;
  readonly clock: Clock;
}): Promise<LaneReceiver> {
  const { lane, store, source, clock } = options;
  const stream = streamName('received', lane.from);
  let head = (await store.readStream(stream, { direction: 'backwards', limit: 1 })).head;
  let watermark: Watermark | undefined;
  let fork: { readonly number: number } | undefined;

  const append = async (facts: readonly LaneFact[]): Promise<void> => {
    const events = facts.map((fact) => receivedEvent(lane, stream, fact, clock));
    try {
      await store.append([{ stream, expected: head === -1 ? 'no-stream' : head, events }]);
      head = facts.at(-1)?.number ?? head;
    } catch (error) {
      // Another replica took them: what is there is looked at again.
      if (isStoreError(error, 'WRONG_EXPECTED_REVISION'))
        head = (await store.readStream(stream, { direction: 'backwards', limit: 1 })).head;
      throw error;
    }
  };
  const checkRepeated = async (facts: readonly LaneFact[]): Promise<void> => {
    const forked = await firstFork(store, stream, facts);
    if (!forked) return;
    fork = { number: forked.fact.number };
    await recordFork(options, forked.fact, forked.knownId);
    throw new LaneError(
      'LANE_FORKED',
      `lane ${lane.from} → ${lane.to} forked at ${String(forked.fact.number)}: the source told something else before`,
    );
  };
  const takeFacts = async (facts: readonly LaneFact[]): Promise<void> => {
    const repeated = facts.filter((fact) => fact.number <= head);
    await checkRepeated(repeated);
    const fresh = facts.filter((fact) => fact.number > head);
    const first = fresh[0];
    if (!first) return;
    await fetchUpTo(first.number - 1);
    await append(fresh.filter((fact) => fact.number > head));
  };
  const fetchUpTo = async (number: number): Promise<void> => {
    while (head < number) {
      const missing = await source.fetch(lane, head, LANE_PAGE_FACTS_MAX);
      const next = missing.filter((fact) => fact.number > head && fact.number <= number);
      if (next[0]?.number !== head + 1)
        throw new LaneError('LANE_GAP', `lane ${lane.from} → ${lane.to}: ${String(head + 1)} is missing and the source did not give it`);
      await append(next);
    }
  };

  return {
    lane,
    async take(batch) {
      if (fork) throw new LaneError('LANE_FORKED', `lane ${lane.from} → ${lane.to} is halted: it forked at ${String(fork.number)}`);
      await takeFacts(batch.facts);
      await fetchUpTo(batch.watermark.revision);
      watermark = batch.watermark;
    },
    head: () => head,
    watermark: () => watermark,
    fork: () => fork,
  };
}

/** Repeated facts have the ids that were received: another id means that the source went back and told something else. */
async function firstFork(
  store: EventStore,
  stream: string,
  repeated: readonly LaneFact[],
): Promise<{ readonly fact: LaneFact; readonly knownId: string } | undefined> {
  const first = repeated[0];
  if (!first) return undefined;
  const page = await store.readStream(stream, { from: first.number, limit: repeated.length });
  for (const [index, fact] of repeated.entries()) {
    const known = page.events[index];
    if (known && known.id !== fact.id) return { fact, knownId: known.id };
  }
  return undefined;
}

function receivedEvent(lane: Lane, stream: string, fact: LaneFact, clock: Clock): ReturnType<typeof encodeEvent> {
  return encodeEvent({
    id: fact.id,
    type: fact.type,
    schemaVersion: 1,
    stream,
    data: fact.data,
    meta: {
      actor: { kind: 'lane', name: lane.from },
      source: { node: lane.from, number: fact.number, position: fact.position },
      ...(fact.causationId !== undefined && { causationId: fact.causationId }),
      ...(fact.correlationId !== undefined && { correlationId: fact.correlationId }),
      ...(fact.traceparent !== undefined && { traceparent: fact.traceparent }),
    },
    recordedAt: clock.now(),
  });
}

/** Both sides record a fork; this is the recipient’s record. */
async function recordFork(
  { lane, store, clock }: { readonly lane: Lane; readonly store: EventStore; readonly clock: Clock },
  fact: LaneFact,
  knownId: string,
): Promise<void> {
  const stream = streamName('fork', lane.from);
  const { head } = await store.readStream(stream, { direction: 'backwards', limit: 1 });
  const event = encodeEvent({
    id: idOf('fork', lane.from, lane.to, fact.number, fact.id),
    type: 'LaneForked',
    schemaVersion: 1,
    stream,
    data: { from: lane.from, to: lane.to, number: fact.number, knownId, toldId: fact.id },
    meta: { actor: { kind: 'lane', name: lane.from } },
    recordedAt: clock.now(),
  });
  await store.append([{ stream, expected: head === -1 ? 'no-stream' : head, events: [event] }]);
}
