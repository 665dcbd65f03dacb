import { type Instant } from './instant.ts';

/** From whom to whom. */
export interface Lane {
  readonly from: string;
  readonly to: string;
  /** 1 unless named; a lane that was reopened after a fork counts from 0 again in its next epoch. Transports carry all epochs alike. */
  readonly epoch?: number;
}

/** A fact on its way: its number is its revision in the sender's lane stream. */
export interface LaneFact {
  readonly number: number;
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Position in the source's log. */
  readonly position: string;
  readonly causationId?: string;
  readonly correlationId?: string;
  readonly traceparent?: string;
  /** Set where it was told later than its event (`interlock lanes backfill`): when the source recorded that event. */
  readonly backfilledFrom?: Instant;
  /** Set where the same fact is told in several versions: their types, newest first. */
  readonly versions?: readonly string[];
}

/** Where the source stood when the batch left; counts once the recipient has `revision`. */
export interface Watermark {
  readonly storeId: string;
  readonly position: string;
  /** Head of the lane then; -1 when nothing was ever told. */
  readonly revision: number;
  /** Of the revision, and of all facts of the batch; 1 unless named. */
  readonly epoch?: number;
  /** The source’s clock when the batch left: the recipient sees how far the two disagree. */
  readonly sentAt?: Instant;
}

export interface LaneBatch {
  readonly facts: readonly LaneFact[];
  readonly watermark: Watermark;
}

/** Handles one batch; resolves when it is durable at the recipient. A throw means: again later. */
export type LaneHandler = (batch: LaneBatch) => Promise<void>;

/**
 * Carries lanes. At least once, in order; the numbers make loss, repetition and forks visible, so it keeps nothing itself.
 * The suite in adapters/src/conformance/exchange runs against every adapter.
 */
export interface Exchange {
  /** One batch in flight per lane. Resolves when the transport has it for good (in process: when the recipient has appended it). */
  send(lane: Lane, batch: LaneBatch): Promise<void>;
  /** Number of the last fact that the transport or the recipient is known to have; -1 for none, undefined when it cannot tell. */
  sentThrough(lane: Lane): Promise<number | undefined>;
  /** Delivers from now on what the recipient has not acknowledged, one batch at a time. Ends with `stop`, after the batch in hand. */
  receive(lane: Lane, handler: LaneHandler): Promise<{ readonly stop: () => Promise<void> }>;
  close(): Promise<void>;
}

/** The pull side: a recipient that sees a gap asks the source for what it missed. */
export interface LaneSource {
  /** Facts after that number, at most `limit`; refused unless the caller is the lane's recipient. */
  fetch(lane: Lane, after: number, limit: number): Promise<readonly LaneFact[]>;
  /** Where the source stands now, in the lane’s last epoch; refused as a fetch is. Unset where it cannot be asked. */
  watermark?(lane: Lane): Promise<Watermark>;
}

/** The way back: a source that was restored from an older backup asks a recipient what it holds of the lane. */
export interface LaneHeld {
  /** Received facts of the lane’s epoch after that number, at most `limit`; refused unless the caller is the lane’s source. */
  held(lane: Lane, after: number, limit: number): Promise<readonly LaneFact[]>;
}

/** Most facts of one page of a gap fetch, and of one batch of a lane. */
export const LANE_PAGE_FACTS_MAX = 1_000;
export const LANE_BATCH_FACTS_MAX = 500;
/** A page ends with the fact that reaches this. */
export const LANE_PAGE_BYTES_MAX = 4 * 1_048_576;
