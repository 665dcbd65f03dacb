import { type MovementReport } from '@interlock/contracts';
import { type AccountRef, type Fen, type Instant, type Sealed } from '@interlock/kernel';
import { type FieldsOpened, type MovementsReported } from '../movements.ts';
import { type PoliceSigner } from '../police-signer.ts';

/** What the order says of the account, as the police sealed it. */
interface StatedFields {
  readonly number: Sealed;
  readonly holder: Sealed;
  readonly amountFen: Fen;
  readonly paidAt: Instant;
}

/** Order 100101 (or 100105, `continues`) as it arrived. */
export interface StopOrderReceived {
  readonly type: 'StopOrderReceived';
  readonly orderId: string;
  readonly applicationId: string;
  readonly accountRef: AccountRef;
  readonly caseId: string;
  readonly caseNo: string;
  readonly number: number;
  readonly stated: StatedFields;
  readonly namedFen: Fen;
  readonly firstInflowAt: Instant;
  readonly orderedAt: Instant;
  readonly urgency: 'normal' | 'urgent';
  /** as the order names them; unset in orders of before it did. */
  readonly signers?: readonly PoliceSigner[];
  /** The account that paid the sum stated. */
  readonly paidFrom?: AccountRef;
  readonly corrects?: string;
  /** The order whose stop this one continues. */
  readonly continues?: string;
  readonly receivedAt: Instant;
}

/** An operator set out to answer: the core system is asked with this event's id as key. */
export interface StopAnswerBegun {
  readonly type: 'StopAnswerBegun';
  readonly orderId: string;
  readonly accountRef: AccountRef;
  readonly stated: StatedFields;
  readonly namedFen: Fen;
  /** First traced inflow known to the police: the report begins there. */
  readonly from: Instant;
  /** End of the stop that this one continues, by our own books. */
  readonly continues?: Instant;
  readonly lapseHours: number;
  readonly begunAt: Instant;
}

/** The stop holds, in-only: 0000, or 1200 when the balance is less than the sum named. */
export interface StopApplied {
  readonly type: 'StopApplied';
  readonly orderId: string;
  readonly accountRef: AccountRef;
  readonly code: string;
  /** The core's own clock. */
  readonly answeredAt: Instant;
  readonly startsAt: Instant;
  /** Up to, not including. */
  readonly lapsesAt: Instant;
  readonly balanceFen: Fen;
  readonly heldFen: Fen;
  readonly movements: readonly MovementReport[];
  readonly opened: FieldsOpened;
}

/** Nothing is held. `rule` is set where the bank's own books refused before the core was asked. */
export interface StopRefused {
  readonly type: 'StopRefused';
  readonly orderId: string;
  readonly accountRef: AccountRef;
  readonly code: string;
  readonly rule?: string;
  readonly answeredAt: Instant;
  readonly opened?: FieldsOpened;
}

/** Message 100103 arrived. */
export interface ReleaseAsked {
  readonly type: 'ReleaseAsked';
  readonly orderId: string;
  readonly accountRef: AccountRef;
  readonly caseId: string;
  readonly orderedAt: Instant;
  readonly receivedAt: Instant;
}

export interface ReleaseBegun {
  readonly type: 'ReleaseBegun';
  readonly orderId: string;
  readonly accountRef: AccountRef;
  readonly begunAt: Instant;
}

export interface StopReleased {
  readonly type: 'StopReleased';
  readonly orderId: string;
  readonly accountRef: AccountRef;
  /** The order whose release was asked: releasing a stop releases what continues it, too. */
  readonly askedFor: string;
  readonly releasedAt: Instant;
}

/** 1900: the stop was over; 0400: it never held. */
export interface ReleaseRefused {
  readonly type: 'ReleaseRefused';
  readonly orderId: string;
  readonly accountRef: AccountRef;
  readonly code: string;
  readonly refusedAt: Instant;
}

/** The 48 hours are past. Only recorded here: what is in force follows from `lapsesAt`. */
export interface StopExpired {
  readonly type: 'StopExpired';
  readonly orderId: string;
  readonly accountRef: AccountRef;
  readonly lapsedAt: Instant;
}

export type AccountHoldEvent =
  | StopOrderReceived
  | StopAnswerBegun
  | StopApplied
  | MovementsReported
  | StopRefused
  | ReleaseAsked
  | ReleaseBegun
  | StopReleased
  | ReleaseRefused
  | StopExpired;
