/** Place in one stream: 0, 1, 2, … without a gap. */
export type Revision = number;

/**
 * Place in the whole log: strictly increasing in commit order, not necessarily dense. Only compare it; `position - 1n` is the place
 * just before its event, and every adapter reads on from there with the event itself.
 */
export type Position = bigint;

/** Before the first event. */
export const START: Position = -1n;

export type ExpectedRevision = Revision | 'no-stream' | 'exists' | 'any';

/** Bytes are the canonical JSON of the stored event (stored-event.ts), written once and hashed as they are. */
export interface EventToAppend {
  /** UUID, chosen by the caller: the same id, type, stream and data is a repetition. */
  readonly id: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

export interface StreamWrite {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly EventToAppend[];
}

export interface StoredEvent {
  readonly id: string;
  readonly type: string;
  readonly stream: string;
  readonly revision: Revision;
  readonly position: Position;
  readonly bytes: Uint8Array;
}

export interface Appended {
  /** Of the last event of the append (or of the first answer, for a repetition). */
  readonly position: Position;
  /** Per write, in the order of the writes. An empty write has the stream's head twice. */
  readonly writes: readonly { readonly stream: string; readonly firstRevision: Revision; readonly lastRevision: Revision }[];
  /** True when every event was stored before and nothing was written. */
  readonly deduplicated: boolean;
}

/** -1 for a stream that was never written. */
export interface StreamPage {
  readonly events: readonly StoredEvent[];
  readonly head: Revision;
}

export interface ReadStreamOptions {
  readonly from?: Revision;
  readonly limit?: number;
  readonly direction?: 'forwards' | 'backwards';
}

export interface ReadAllOptions {
  /** Exclusive. Backwards: events before it; START means from the end. */
  readonly after?: Position;
  readonly limit?: number;
  readonly direction?: 'forwards' | 'backwards';
  /** Keeps events of streams whose name starts with one of these. */
  readonly streamPrefixes?: readonly string[];
}

export interface AllPage {
  readonly events: readonly StoredEvent[];
  /** Where to go on: moves past what the filter left out. */
  readonly next: Position;
  /** True when the page ends at the acknowledged head. */
  readonly atHead: boolean;
}

export type SubscriptionMessage =
  | { readonly type: 'event'; readonly event: StoredEvent }
  | { readonly type: 'caught-up'; readonly position: Position }
  | { readonly type: 'checkpoint'; readonly position: Position };

/** Which keys a log is written with, told without revealing one. Written down for ever: fields may only be added. */
export interface LogKeys {
  /** Derived from the secret that the node's key file begins with. */
  readonly fingerprint: string;
  /** Public half of what signs the log's checkpoints. */
  readonly verifierKey: string;
  /** What the city's reference key makes of a number that nobody has; `none` of a node that does not hold that key. */
  readonly references: string;
}

/**
 * One node's append-only log. Semantics and the conformance list: event-sourcing.md 2; one suite runs against every adapter.
 * An append that resolves is durable. Readers and subscribers see acknowledged events only.
 */
export interface EventStore {
  /** New for every store created, and after a restore from a backup. */
  readonly storeId: string;
  readonly capabilities: {
    readonly adapter: string;
    readonly durable: boolean;
    readonly multiStreamAppend: boolean;
    /** Set: positions mean something in this very store only. Unset: they count the events from 0, and mean the same in every copy of the log. */
    readonly ownPositions?: boolean;
  };
  /**
   * Only of a log that several processes may open: writes down beside it, once, which keys it is written with, and answers those that
   * are written down. Whoever has others must not go on: what the one seals the other could not open.
   */
  bindKeys?(keys: LogKeys): Promise<LogKeys>;
  /** All or nothing over all writes; at least one write has an exact expectation (a number or 'no-stream'). */
  append(writes: readonly StreamWrite[]): Promise<Appended>;
  readStream(stream: string, options?: ReadStreamOptions): Promise<StreamPage>;
  readAll(options?: ReadAllOptions): Promise<AllPage>;
  /** History, then live, without a seam; ends when the signal is aborted or the store is closed. */
  subscribeAll(options: {
    readonly after: Position;
    readonly signal: AbortSignal;
    readonly streamPrefixes?: readonly string[];
  }): AsyncIterable<SubscriptionMessage>;
  /** Last acknowledged position; START when empty. */
  head(): Position;
  /** Calls back after each acknowledged append; returns the way to stop. */
  onAppended(listener: (head: Position) => void): () => void;
  close(): Promise<void>;
}

export type StoreErrorCode =
  | 'WRONG_EXPECTED_REVISION'
  | 'IDEMPOTENCY_MISMATCH'
  | 'EVENT_TOO_LARGE'
  | 'STREAM_NAME_REFUSED'
  | 'STORE_UNAVAILABLE'
  | 'STORE_FULL'
  | 'STORE_DAMAGED'
  | 'STORE_IN_USE'
  | 'STORE_NEWER'
  | 'STORE_CLOSED'
  /** A reader asks for what follows an event that this log does not have: it was restored from an older backup. */
  | 'POSITION_BEYOND_HEAD';

export interface StoreErrorDetails {
  readonly stream?: string;
  readonly expected?: ExpectedRevision;
  /** Head of the stream: -1 when there is none. */
  readonly actual?: Revision;
  readonly eventId?: string;
  readonly limitBytes?: number;
  readonly sizeBytes?: number;
  /** May have been written: repeat the same ids with the same expectations. */
  readonly outcomeUnknown?: boolean;
}

/** Matched by `code`, never by class, so that it survives threads and processes. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;
  readonly details: StoreErrorDetails;

  constructor(code: StoreErrorCode, message: string, details: StoreErrorDetails = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

/** Whether a thrown thing is a store error of this code, whatever class it came as. */
export function isStoreError(error: unknown, code?: StoreErrorCode): error is StoreError {
  return error instanceof Error && error.name === 'StoreError' && 'code' in error && (code === undefined || error.code === code);
}

/** Whether somebody else wrote first: to the stream, or the same events by another clock. What is there now, read again, shows which. */
export function isLostRace(error: unknown): boolean {
  return isStoreError(error, 'WRONG_EXPECTED_REVISION') || isStoreError(error, 'IDEMPOTENCY_MISMATCH');
}

/** Most bytes of one event: what every adapter must take, and the first that all refuse above it. */
export const EVENT_BYTES_MAX = 1_048_576;

/** Kept here so that adapters agree: what a stream may be called. */
export const STREAM_NAME = /^[a-z][a-z0-9-]*-[^\s\p{C}$]{1,200}$/u;
