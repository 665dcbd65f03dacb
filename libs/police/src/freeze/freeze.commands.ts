import { type AccountRef, type Fen, type Instant, type Sealed } from '@interlock/kernel';
import { type FreezePeriod, type UnitLevel } from '@interlock/rulebook';
import { type Approver } from '../officers.ts';

interface OfAccount {
  readonly accountRef: AccountRef;
  readonly bank: string;
  readonly at: Instant;
}

export interface OrderFreeze extends OfAccount {
  readonly type: 'OrderFreeze';
  readonly freezeId: string;
  readonly applicationId: string;
  readonly caseId: string;
  readonly caseNo: string;
  /** 0 where nothing of the case is traced there uncovered. */
  readonly sumFen: Fen;
  /** the most that is traced of the case there and not covered. */
  readonly tracedFen: Fen;
  /** Freezes that `tracedFen` leaves out as covering: those of the account when it was read. */
  readonly counted: readonly string[];
  /** unset while the case is not filed. */
  readonly filingId?: string;
  readonly period: FreezePeriod;
  readonly approvedBy?: Approver;
}
/** The bank's answer. */
export interface RecordFrozen extends OfAccount {
  readonly type: 'RecordFrozen';
  readonly freezeId: string;
  readonly frozenFen: Fen;
  readonly balanceFen: Fen;
  readonly availableFen: Fen;
  readonly answeredAt: Instant;
}
export interface RenewFreeze extends OfAccount {
  readonly type: 'RenewFreeze';
  readonly freezeId: string;
  readonly period: FreezePeriod;
  readonly approvedBy?: Approver;
}
export interface RemindRenewal extends OfAccount {
  readonly type: 'RemindRenewal';
  readonly freezeId: string;
  readonly daysLeft: number;
  /** The end that the reminder is about. */
  readonly until: Instant;
}
export interface LapseFreeze extends OfAccount {
  readonly type: 'LapseFreeze';
  readonly freezeId: string;
}
export interface MarkLiftsDue extends OfAccount {
  readonly type: 'MarkLiftsDue';
  readonly caseId: string;
  readonly dueSince: Instant;
}
export interface LiftFreeze extends OfAccount {
  readonly type: 'LiftFreeze';
  readonly freezeId: string;
  readonly reason: Sealed;
  readonly approvedBy?: Approver;
}
export interface RecordLifted extends OfAccount {
  readonly type: 'RecordLifted';
  readonly freezeId: string;
  readonly liftedAt: Instant;
}

export type FreezeCommand =
  OrderFreeze | RecordFrozen | RenewFreeze | RemindRenewal | LapseFreeze | MarkLiftsDue | LiftFreeze | RecordLifted;

export type FreezeRejection =
  | { readonly type: 'NotFiled'; readonly rule: 'R-119' }
  | { readonly type: 'ApprovalNeeded'; readonly rule: 'R-201' | 'R-203' | 'R-205' | 'R-211'; readonly level: UnitLevel }
  | { readonly type: 'NothingToFreeze'; readonly rule: 'R-208' }
  | { readonly type: 'SumExceedsTraced'; readonly rule: 'R-208'; readonly tracedFen: Fen }
  | { readonly type: 'NoSuchFreeze' }
  | { readonly type: 'FreezeNotInForce'; readonly rule: 'R-205' }
  | { readonly type: 'FreezeOver'; readonly rule: 'R-205' }
  | { readonly type: 'OtherOrgan'; readonly rule: 'R-211'; readonly unit: string }
  | { readonly type: 'AlreadyLifting' }
  | { readonly type: 'NotDueYet'; readonly dueAt: Instant };
