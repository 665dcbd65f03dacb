import { type AccountRef, type Fen, type Instant, type Sealed } from '@interlock/kernel';
import { type AlarmAddressee } from '@interlock/rulebook';
import { type Stated } from '../case/case.events.ts';
import { type Signer } from '../officers.ts';

interface OfAccount {
  readonly accountRef: AccountRef;
  readonly bank: string;
}

interface OfOrder extends OfAccount {
  readonly orderId: string;
  readonly caseId: string;
}

/** the system or an officer proposes; an order needs an officer. */
export interface StopProposed extends OfAccount {
  readonly type: 'StopProposed';
  readonly proposalId: string;
  readonly caseId: string;
  readonly because: ProposalGround;
  readonly proposedAt: Instant;
}
export type ProposalGround = 'entry' | 'movement' | 'mismatch' | 'not-carried-out' | 'officer';

export interface ProposalWithdrawn extends OfAccount {
  readonly type: 'ProposalWithdrawn';
  readonly proposalId: string;
  readonly caseId: string;
  readonly why: 'nothing-traced' | 'declined' | 'already-ordered' | 'already-stopped';
  readonly withdrawnAt: Instant;
}

/** sent to the bank with the codes of both officers. */
export interface StopOrdered extends OfOrder {
  readonly type: 'StopOrdered';
  /** */
  readonly applicationId: string;
  readonly caseNo: string;
  /** which stop of the account over all cases; a correction keeps it. */
  readonly number: number;
  readonly stated: Stated;
  /** The account that paid the sum stated, where it is known. */
  readonly paidFrom?: AccountRef;
  /** Traced money then known on the account, all cases. */
  readonly namedFen: Fen;
  readonly firstInflowAt: Instant;
  /** Position of the own log up to which the money was traced. */
  readonly tracedThrough: string;
  readonly orderedAt: Instant;
  readonly urgency: 'normal' | 'urgent';
  readonly officers: { readonly first: Signer; readonly second: Signer };
  readonly proposalId?: string;
  /** the mismatched order that this one corrects. */
  readonly corrects?: string;
  /** the stop that this one continues, and its end. */
  readonly continues?: { readonly orderId: string; readonly until: Instant };
}

/** the law refused the order before it was sent. */
export interface StopRefused extends OfOrder {
  readonly type: 'StopRefused';
  readonly number: number;
  readonly rule: 'R-113';
  readonly code: '1304';
  readonly refusedAt: Instant;
  readonly proposalId?: string;
  readonly corrects?: string;
}

/** the bank's own moment starts the clock. */
export interface StopApplied extends OfOrder {
  readonly type: 'StopApplied';
  readonly code: string;
  readonly answeredAt: Instant;
  readonly startsAt: Instant;
  readonly lapsesAt: Instant;
  readonly balanceFen: Fen;
  readonly heldFen: Fen;
  /** D-02: the bank's moment and the receipt lie far apart; changes nothing. */
  readonly skewed: boolean;
}

/** nothing is held. */
export interface StopRefusedByBank extends OfOrder {
  readonly type: 'StopRefusedByBank';
  readonly code: string;
  /** one of the four items differs; a corrected order may follow. */
  readonly mismatch: boolean;
  readonly answeredAt: Instant;
}

/** a stop reached its end and the next one goes on from there. */
export interface StopContinued extends OfOrder {
  readonly type: 'StopContinued';
  readonly byOrderId: string;
  readonly continuedAt: Instant;
}

/** over at that instant, whenever it was noticed. */
export interface StopLapsed extends OfOrder {
  readonly type: 'StopLapsed';
  readonly lapsedAt: Instant;
}

/** what no freeze covered when the stop lapsed; above 0 it is a miss with a name. */
export interface LapseCounted extends OfOrder {
  readonly type: 'LapseCounted';
  readonly lapsedAt: Instant;
  readonly uncoveredFen: Fen;
  /** Who ordered the stop and let it run out; where something was missed. */
  readonly missedBy?: Signer;
}

/** */
export interface AlarmRaised extends OfOrder {
  readonly type: 'AlarmRaised';
  readonly atHours: number;
  readonly to: readonly AlarmAddressee[];
  readonly raisedAt: Instant;
  readonly lapsesAt: Instant;
}

/** a recount left nothing traced under the stop. Nobody but an officer releases it. */
export interface ReleaseProposed extends OfOrder {
  readonly type: 'ReleaseProposed';
  readonly proposalId: string;
  readonly because: 'nothing-traced';
  readonly proposedAt: Instant;
}

/** Traced money was found there after all, or an officer keeps the stop. */
export interface ReleaseProposalWithdrawn extends OfOrder {
  readonly type: 'ReleaseProposalWithdrawn';
  readonly proposalId: string;
  readonly why: 'traced-again' | 'declined';
  readonly withdrawnAt: Instant;
}

export interface ReleaseOrdered extends OfOrder {
  readonly type: 'ReleaseOrdered';
  readonly reason: Sealed;
  readonly orderedAt: Instant;
  /** The proposal that this confirms. */
  readonly proposalId?: string;
}

export interface StopReleased extends OfOrder {
  readonly type: 'StopReleased';
  readonly releasedAt: Instant;
}

/** 1900, the stop was over already. */
export interface ReleaseRefused extends OfOrder {
  readonly type: 'ReleaseRefused';
  readonly code: string;
}

/** 100301. */
export interface DetailAsked extends OfAccount {
  readonly type: 'DetailAsked';
  readonly askId: string;
  readonly caseId: string;
  readonly from: Instant;
  readonly askedAt: Instant;
}

/** 100305. */
export interface WatchAsked extends OfAccount {
  readonly type: 'WatchAsked';
  readonly watchId: string;
  readonly caseId: string;
  readonly from: Instant;
}

/** 100307. */
export interface WatchEnded extends OfAccount {
  readonly type: 'WatchEnded';
  readonly watchId: string;
  readonly endedAt: Instant;
}

export type StopPaymentEvent =
  | StopProposed
  | ProposalWithdrawn
  | StopOrdered
  | StopRefused
  | StopApplied
  | StopRefusedByBank
  | StopContinued
  | StopLapsed
  | LapseCounted
  | AlarmRaised
  | ReleaseProposed
  | ReleaseProposalWithdrawn
  | ReleaseOrdered
  | StopReleased
  | ReleaseRefused
  | DetailAsked
  | WatchAsked
  | WatchEnded;
