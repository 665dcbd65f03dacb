import { randomUUID } from 'node:crypto';
import { type AppendRecordInput, type ConsistencyCheck, STREAM_STATE, binaryEvent } from '@kurrent/kurrentdb-client';
import { type ExpectedRevision, type StreamWrite, StoreError } from '@interlock/kernel';
import { type Names } from './names.ts';
import { FOLLOWING } from './recorded.ts';

/** One append as it is sent to the server, every time the same: its own repetition cannot be written twice. */
export interface Attempt {
  readonly id: string;
  readonly records: AppendRecordInput[];
  readonly checks: ConsistencyCheck[];
}

/** What lies in the stream of an event id: which attempt wrote it, and how many events that had. */
export interface Claim {
  readonly attempt: string;
  readonly events: number;
}

/** SchemaNameValidator.cs of the server: what a type may be called. */
const TYPE_NAME = /^[\p{L}\p{N}_.$:-]+$/u;

/** What this server cannot keep as it is; refused before anything is sent. */
export function checkForServer(writes: readonly StreamWrite[]): void {
  const spelt = new Map<string, string>();
  for (const { stream, events } of writes) {
    const other = spelt.get(stream.toUpperCase());
    if (other !== undefined) {
      // StreamsService.cs compares names without regard to case within one append, and would write both streams’ events into one.
      const message = `Streams ${other} and ${stream} of one append differ in case only`;
      throw new StoreError('STREAM_NAME_REFUSED', message, { stream });
    }
    spelt.set(stream.toUpperCase(), stream);
    for (const { type } of events)
      if (!TYPE_NAME.test(type) || type.normalize('NFC') !== type)
        throw new RangeError(`No event type on KurrentDB: ${JSON.stringify(type)}`);
  }
}

/**
 * First a claim for each event id, in a stream of its own that must not be there; then the events, in their order. The server
 * itself knows an event again only at the exact revision, or while it remembers it; the claims make an id unique in the whole
 * log, whoever else writes, and say later where the event lies. The last record is the last event, so the answer’s position is its.
 */
export function makeAttempt(names: Names, writes: readonly StreamWrite[]): Attempt {
  const id = randomUUID();
  const events = writes.flatMap((write) => write.events.map((event) => ({ ...event, stream: write.stream })));
  const claim = new TextEncoder().encode(JSON.stringify({ attempt: id, events: events.length } satisfies Claim));
  const claims = events.map((event) => ({
    streamName: names.ofId(event.id),
    record: binaryEvent({ id: randomUUID(), type: 'Claimed', data: claim }),
  }));
  const records = events.map(({ id: eventId, type, bytes, stream }, index) => ({
    streamName: names.ofStream(stream),
    record: binaryEvent({
      ...{ id: eventId, type, data: bytes.slice() },
      metadata: { [FOLLOWING]: String(events.length - 1 - index) },
    }),
  }));
  return {
    id,
    records: [...claims, ...records],
    checks: [
      ...claims.map(({ streamName }): ConsistencyCheck => ({ type: STREAM_STATE, streamName, expectedState: 'no_stream' })),
      ...writes.flatMap(({ stream, expected }): readonly ConsistencyCheck[] => {
        const expectedState = stateOf(expected);
        return expectedState === undefined ? [] : [{ type: STREAM_STATE, streamName: names.ofStream(stream), expectedState }];
      }),
    ],
  };
}

/** `any` is no check: the server refuses it as one. */
function stateOf(expected: ExpectedRevision): 'no_stream' | 'stream_exists' | bigint | undefined {
  switch (expected) {
    case 'no-stream':
      return 'no_stream';
    case 'exists':
      return 'stream_exists';
    case 'any':
      return undefined;
    default:
      return BigInt(expected);
  }
}

export function readClaim(data: unknown): Claim | undefined {
  if (!(data instanceof Uint8Array)) return undefined;
  const text = new TextDecoder().decode(data);
  const claim: unknown = JSON.parse(text);
  if (typeof claim !== 'object' || claim === null || !('attempt' in claim) || !('events' in claim)) return undefined;
  const { attempt, events } = claim;
  return typeof attempt === 'string' && typeof events === 'number' ? { attempt, events } : undefined;
}
