import { type AccountRef, type Fen, type Instant, type Sealed } from '@interlock/kernel';
import { type FreezePeriod } from '@interlock/rulebook';
import { type Approver } from '../officers.ts';

interface OfFreeze {
  readonly freezeId: string;
  readonly caseId: string;
  readonly accountRef: AccountRef;
  readonly bank: string;
}

/** a sum of one case; R-119: the filing it rests on. */
export interface FreezeOrdered extends OfFreeze {
  readonly type: 'FreezeOrdered';
  readonly applicationId: string;
  readonly caseNo: string;
  readonly sumFen: Fen;
  readonly filingId: string;
  readonly period: FreezePeriod;
  /** */
  readonly months: number;
  readonly orderedAt: Instant;
  readonly approvedBy: Approver;
}

/** refused by law before it was sent. */
export interface FreezeRefused extends OfFreeze {
  readonly type: 'FreezeRefused';
  readonly sumFen: Fen;
  readonly rule: 'R-119';
  readonly refusedAt: Instant;
}

/** frozen up to the free balance, from the bank's own moment. */
export interface FreezeApplied extends OfFreeze {
  readonly type: 'FreezeApplied';
  readonly frozenFen: Fen;
  readonly balanceFen: Fen;
  readonly availableFen: Fen;
  readonly startsAt: Instant;
  readonly until: Instant;
}

/** nothing was free; it takes effect when the bank says so. */
export interface FreezeQueued extends OfFreeze {
  readonly type: 'FreezeQueued';
  readonly balanceFen: Fen;
  readonly answeredAt: Instant;
}

/** runs on from its old end. */
export interface FreezeRenewed extends OfFreeze {
  readonly type: 'FreezeRenewed';
  readonly until: Instant;
  /** Unset in events of before a renewal kept it. */
  readonly period?: FreezePeriod;
  readonly renewedAt: Instant;
  readonly approvedBy: Approver;
}

/** */
export interface RenewalReminded extends OfFreeze {
  readonly type: 'RenewalReminded';
  readonly daysLeft: number;
  readonly until: Instant;
}

/** not renewed in time, so it counts as lifted. */
export interface FreezeLapsed extends OfFreeze {
  readonly type: 'FreezeLapsed';
  readonly lapsedAt: Instant;
}

/** the case was withdrawn; a person has to order the lift. */
export interface LiftBecameDue extends OfFreeze {
  readonly type: 'LiftBecameDue';
  readonly rule: 'R-212';
  readonly dueSince: Instant;
}

/** */
export interface LiftOrdered extends OfFreeze {
  readonly type: 'LiftOrdered';
  readonly reason: Sealed;
  readonly orderedAt: Instant;
  readonly approvedBy: Approver;
}

export interface FreezeLifted extends OfFreeze {
  readonly type: 'FreezeLifted';
  readonly liftedAt: Instant;
}

export type FreezeEvent =
  | FreezeOrdered
  | FreezeRefused
  | FreezeApplied
  | FreezeQueued
  | FreezeRenewed
  | RenewalReminded
  | FreezeLapsed
  | LiftBecameDue
  | LiftOrdered
  | FreezeLifted;
