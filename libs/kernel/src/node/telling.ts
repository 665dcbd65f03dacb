import { type Told } from '../contract.ts';
import { type Message } from '../decider.ts';
import { type EventToAppend, type StreamWrite, EVENT_BYTES_MAX, StoreError } from '../event-store.ts';
import { factIdOf } from '../ids.ts';
import { type StoredEnvelope, encodeEvent } from '../stored-event.ts';
import { type Stream } from '../stream.ts';
import { COMMAND_ANSWERED, eventOf } from './aggregates.ts';

/** What one own event tells others, by the publish rules of its stream as they are now. */
export function toldOf<Command extends Message, State, Event extends Message, Rejection extends Message>(
  node: string,
  { stream, key }: { readonly stream: Stream<Command, State, Event, Rejection>; readonly key: string },
  envelope: StoredEnvelope,
): readonly Told[] {
  if (envelope.type === COMMAND_ANSWERED || !stream.publish) return [];
  return stream.publish(eventOf(stream.decider, envelope), {
    id: envelope.id,
    stream: envelope.stream,
    recordedAt: envelope.recordedAt,
    meta: envelope.meta,
    node,
    key,
  });
}

/** The fact as it lies on the lane: its id is the same whenever it is told. */
export function laneEnvelope(node: string, lane: string, fact: Told, index: number, event: StoredEnvelope): StoredEnvelope {
  const { correlationId, traceparent } = event.meta;
  return {
    id: factIdOf(event.id, fact.to, fact.type, index),
    type: fact.type,
    schemaVersion: 1,
    stream: lane,
    data: fact.data,
    meta: {
      actor: { kind: 'lane', name: node },
      causationId: event.id,
      // Who is told of an account only is not told the case by the envelope either.
      ...(correlationId !== undefined && fact.data['caseId'] === correlationId && { correlationId }),
      ...(traceparent !== undefined && fact.apart !== true && { traceparent }),
      ...(fact.versions && { versions: fact.versions }),
    },
    recordedAt: event.recordedAt,
  };
}

/** Most bytes of a fact on a lane: what its recipient notes beside it (whence, which number) must find room in an event, too. */
const LANE_FACT_BYTES_MAX = EVENT_BYTES_MAX - 4_096;

/** Refused before it is told: a fact that its recipient could not keep would halt the lane. */
export function factEvent(envelope: StoredEnvelope): EventToAppend {
  const event = encodeEvent(envelope);
  const [sizeBytes, limitBytes] = [event.bytes.length, LANE_FACT_BYTES_MAX];
  if (sizeBytes <= limitBytes) return event;
  const message = `Fact ${event.id} for ${envelope.stream} has ${String(sizeBytes)} bytes, at most ${String(limitBytes)} are told`;
  throw new StoreError('EVENT_TOO_LARGE', message, { stream: envelope.stream, eventId: event.id, sizeBytes, limitBytes });
}

/** Two events of one append may grant the same key: once is enough. */
export function mergeByStream(writes: readonly StreamWrite[]): readonly StreamWrite[] {
  const merged = new Map<string, StreamWrite>();
  for (const write of writes) {
    const before = merged.get(write.stream);
    const known = new Set(before?.events.map((event) => event.id));
    merged.set(
      write.stream,
      before ? { ...before, events: [...before.events, ...write.events.filter((event) => !known.has(event.id))] } : write,
    );
  }
  return [...merged.values()];
}
