import { type AccountRef, type Instant } from '@interlock/kernel';
import { type MovementsReported } from '../movements.ts';

/** Request 100301 as it arrived: every booking from that moment on. */
export interface DetailAsked {
  readonly type: 'DetailAsked';
  readonly askId: string;
  readonly accountRef: AccountRef;
  readonly from: Instant;
  readonly askedAt: Instant;
  readonly receivedAt: Instant;
}

/** An operator set out to answer: the core is asked for its bookings. */
export interface DetailAnswerBegun {
  readonly type: 'DetailAnswerBegun';
  readonly askId: string;
  readonly accountRef: AccountRef;
  readonly from: Instant;
  readonly begunAt: Instant;
}

/** Message 100305: from now on each booking is to be reported. */
export interface WatchBegun {
  readonly type: 'WatchBegun';
  readonly watchId: string;
  readonly accountRef: AccountRef;
  readonly from: Instant;
  readonly receivedAt: Instant;
}

/** An operator set out to report what the watched account booked since the last report. */
export interface WatchReportBegun {
  readonly type: 'WatchReportBegun';
  readonly watchId: string;
  readonly accountRef: AccountRef;
  readonly from: Instant;
  /** Serial of the last booking reported for this watch; the bank's ledger order. */
  readonly afterSerial?: number;
  /** Only what was booked up to then: the end of the watch, or what the operator named. */
  readonly until?: Instant;
  readonly begunAt: Instant;
}

/** Message 100307. */
export interface WatchEnded {
  readonly type: 'WatchEnded';
  readonly watchId: string;
  readonly accountRef: AccountRef;
  readonly endedAt: Instant;
}

export type AccountReportEvent = DetailAsked | DetailAnswerBegun | WatchBegun | WatchReportBegun | WatchEnded | MovementsReported;
