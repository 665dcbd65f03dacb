import { type Actor } from './actor.ts';
import { canonicalBytes } from './canonical.ts';
import { type Message } from './decider.ts';
import { type EventToAppend, type Position, type Revision, type StoredEvent } from './event-store.ts';
import { type Instant } from './instant.ts';

/** Who, why, and in answer to what. */
export interface EventMeta {
  readonly actor: Actor;
  readonly commandId?: string;
  /** HMAC of the command's clear body under a key of the node: tells a repetition from another command with the same id. */
  readonly bodyHash?: string;
  /** Event or fact that led to this. */
  readonly causationId?: string;
  /** The case, where there is one. */
  readonly correlationId?: string;
  /** The first answer, where it was a refusal: a repetition gets it again. */
  readonly refusal?: Message;
  /** Of a received fact: where it came from and its number there. */
  readonly source?: { readonly node: string; readonly number: number; readonly position: string };
  /** Of a fact that was told later than its event: when that event was recorded. Both ends of the lane keep it. */
  readonly backfilledFrom?: Instant;
  /** Of a fact that is told in several versions: their types, newest first. */
  readonly versions?: readonly string[];
  readonly traceparent?: string;
}

/** What is stored, hashed and proved. Revision and position are not in it: they follow from the order of the leaves. */
export interface StoredEnvelope {
  readonly id: string;
  readonly type: string;
  readonly schemaVersion: number;
  readonly stream: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly meta: EventMeta;
  /** The node's clock. */
  readonly recordedAt: Instant;
}

/** An event read back: the envelope and where it stands. */
export interface Recorded extends StoredEnvelope {
  readonly revision: Revision;
  readonly position: Position;
}

const decoder = new TextDecoder('utf-8', { fatal: true });

export function encodeEvent(envelope: StoredEnvelope): EventToAppend {
  return { id: envelope.id, type: envelope.type, bytes: canonicalBytes(envelope) };
}

/** Trusts our own log: the bytes were written by encodeEvent and are proved by the log's tree. */
export function decodeEvent(stored: StoredEvent): Recorded {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-assignment -- decoding our own bytes, see above
  const envelope: StoredEnvelope = JSON.parse(decoder.decode(stored.bytes));
  return { ...envelope, revision: stored.revision, position: stored.position };
}

/** The event as deciders and views know it: its type and its fields. */
export function messageOf(recorded: Pick<StoredEnvelope, 'type' | 'data'>): Message & Readonly<Record<string, unknown>> {
  return { ...recorded.data, type: recorded.type };
}
