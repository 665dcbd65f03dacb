import {
  type Appended,
  type ExpectedRevision,
  type Position,
  type Revision,
  type StoreErrorCode,
  type StoreErrorDetails,
} from '@interlock/kernel';
import { sameContent } from './same-event.ts';

/** An event that waits to be stored; adapters carry more with it (its id as bytes, …). */
export interface Offered {
  readonly id: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

export interface OfferedWrite<Event extends Offered> {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly Event[];
}

export interface FoundEvent {
  readonly stream: string;
  readonly revision: Revision;
  readonly position: Position;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** What a log must answer for an append to be judged. */
export interface LogLookup<Event extends Offered> {
  /** -1 for a stream that was never written. */
  headOf(stream: string): Revision;
  find(event: Event): FoundEvent | undefined;
  /** Head of the stream when the log stood just before that position. */
  headBefore(stream: string, position: Position): Revision;
  /** Last position of the log. */
  head(): Position;
}

/** A store error without its class: crosses threads as it is. */
export interface StoreTrouble {
  readonly code: StoreErrorCode;
  readonly message: string;
  readonly details: StoreErrorDetails;
}

export type Verdict =
  /** To be written after these heads, one per write. */
  | { readonly type: 'write'; readonly heads: readonly Revision[] }
  | { readonly type: 'repeat'; readonly answer: Appended }
  | { readonly type: 'refused'; readonly trouble: StoreTrouble };

/**
 * event-sourcing.md 2.2, the same for every adapter that judges by itself. Ids come before expectations: a repetition is
 * answered as it was the first time, however far the stream has moved on since.
 */
export function judgeAppend<Event extends Offered>(writes: readonly OfferedWrite<Event>[], log: LogLookup<Event>): Verdict {
  const found: (readonly (FoundEvent | undefined)[])[] = [];
  let known = 0;
  let offered = 0;
  for (const write of writes) {
    const stored = write.events.map((event) => log.find(event));
    found.push(stored);
    offered += stored.length;
    for (const event of stored) if (event) known += 1;
  }
  if (known === 0) return judgeExpectations(writes, log);
  return judgeRepeat(writes, found, known === offered, log);
}

function judgeExpectations<Event extends Offered>(writes: readonly OfferedWrite<Event>[], log: LogLookup<Event>): Verdict {
  const heads: Revision[] = [];
  for (const { stream, expected } of writes) {
    const actual = log.headOf(stream);
    if (!meets(expected, actual)) {
      const message = `Stream ${stream} stands at ${actual}, not at ${expected}`;
      return { type: 'refused', trouble: { code: 'WRONG_EXPECTED_REVISION', message, details: { stream, expected, actual } } };
    }
    heads.push(actual);
  }
  return { type: 'write', heads };
}

function meets(expected: ExpectedRevision, actual: Revision): boolean {
  if (expected === 'any') return true;
  if (expected === 'exists') return actual >= 0;
  return actual === (expected === 'no-stream' ? -1 : expected);
}

function judgeRepeat<Event extends Offered>(
  writes: readonly OfferedWrite<Event>[],
  found: readonly (readonly (FoundEvent | undefined)[])[],
  allKnown: boolean,
  log: LogLookup<Event>,
): Verdict {
  let first: FoundEvent | undefined;
  let last: FoundEvent | undefined;
  for (const [at, write] of writes.entries()) {
    let previous: FoundEvent | undefined;
    for (const [index, event] of write.events.entries()) {
      const stored = found[at]?.[index];
      if (!stored) continue;
      const why = mismatch(write.stream, event, stored, previous);
      if (why) return refusal(write.stream, event.id, why);
      previous = stored;
      if (!first || stored.position < first.position) first = stored;
      if (!last || stored.position > last.position) last = stored;
    }
  }
  if (!allKnown || !first || !last) return partial(writes, found);
  const began = first.position;
  const answered = writes.map(({ stream }, at) => {
    const stored = found[at] ?? [];
    const head = stored.length === 0 ? log.headBefore(stream, began) : -1;
    return { stream, firstRevision: stored[0]?.revision ?? head, lastRevision: stored.at(-1)?.revision ?? head };
  });
  return { type: 'repeat', answer: { position: last.position, writes: answered, deduplicated: true } };
}

function mismatch(stream: string, event: Offered, stored: FoundEvent, previous: FoundEvent | undefined): string | undefined {
  if (stored.stream !== stream) return `was stored in ${stored.stream}`;
  if (stored.type !== event.type) return `was stored as ${stored.type}`;
  if (!sameContent(stored.bytes, event.bytes)) return 'was stored with other content';
  if (previous && stored.revision !== previous.revision + 1) return 'does not follow its neighbour in the stream';
  return undefined;
}

function partial<Event extends Offered>(
  writes: readonly OfferedWrite<Event>[],
  found: readonly (readonly (FoundEvent | undefined)[])[],
): Verdict {
  for (const [at, write] of writes.entries())
    for (const [index, event] of write.events.entries())
      if (found[at]?.[index]) return refusal(write.stream, event.id, 'is stored already, others of the same append are not');
  throw new Error('A partial repetition has a known event');
}

function refusal(stream: string, eventId: string, why: string): Verdict {
  const message = `Event ${eventId} for ${stream} ${why}`;
  return { type: 'refused', trouble: { code: 'IDEMPOTENCY_MISMATCH', message, details: { stream, eventId } } };
}
