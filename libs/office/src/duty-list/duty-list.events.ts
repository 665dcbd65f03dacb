import { type Instant, type Sealed } from '@interlock/kernel';
import { type EscalationAddressee, type EscalationStep } from '@interlock/rulebook';

/** One duty: what, by which rule, due when, and the one member and post that answers for it. */
export interface Duty {
  /** Unique in its list: `enter-facts`, `answer-orders/bank-rural`. */
  readonly dutyId: string;
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly rule: string;
  readonly member: string;
  readonly post: string;
  readonly dueAt: Instant;
}

/** the case was accepted; its entry is due. */
export interface DutyListOpened {
  readonly type: 'DutyListOpened';
  readonly caseId: string;
  readonly acceptedAt: Instant;
  readonly entryDueAt: Instant;
  readonly template: string;
  readonly version: number;
  readonly duties: readonly Duty[];
}

/** All duties that follow from the kind of case, at once and once. */
export interface DutiesAssigned {
  readonly type: 'DutiesAssigned';
  readonly caseId: string;
  readonly scamType: string;
  readonly assignedAt: Instant;
  readonly template: string;
  /** Of the template that was in force when the case was accepted: kept for ever. */
  readonly version: number;
  readonly duties: readonly Duty[];
}

interface OfDuty {
  readonly caseId: string;
  readonly dutyId: string;
  /** Accountable from here on. */
  readonly member: string;
  readonly post: string;
}

interface DutyAccepted extends OfDuty {
  readonly type: 'DutyAccepted';
  readonly person: string;
  readonly acceptedAt: Instant;
}

/** The member stays accountable until the other one accepts. */
interface HandoverOffered extends OfDuty {
  readonly type: 'HandoverOffered';
  readonly toMember: string;
  readonly toPost: string;
  /** A keyword. */
  readonly reason: string;
  readonly person: string;
  readonly offeredAt: Instant;
}

interface HandoverDeclined extends OfDuty {
  readonly type: 'HandoverDeclined';
  readonly byMember: string;
  readonly person: string;
  readonly declinedAt: Instant;
}

/** Accepted by the new member; the due time stays. */
export interface DutyHandedOver extends OfDuty {
  readonly type: 'DutyHandedOver';
  readonly fromMember: string;
  readonly fromPost: string;
  readonly person: string;
  readonly handedOverAt: Instant;
}

export type DoneBy =
  | { readonly kind: 'person'; readonly member: string; readonly person: string; readonly evidence: readonly string[] }
  /** Type of the fact that fulfils the duty. */
  | { readonly kind: 'fact'; readonly fact: string };

export interface DutyDone extends OfDuty {
  readonly type: 'DutyDone';
  readonly by: DoneBy;
  readonly doneAt: Instant;
  /** Marked, never blocked. */
  readonly late: boolean;
}

interface DutyChecked extends OfDuty {
  readonly type: 'DutyChecked';
  readonly person: string;
  readonly checkedAt: Instant;
}

/** The evidence did not do: open again, with the due time that it had. */
export interface DutyReturned extends OfDuty {
  readonly type: 'DutyReturned';
  readonly person: string;
  readonly dueAt: Instant;
  /** Steps of the ladder that were taken before. */
  readonly escalated: number;
  readonly returnedAt: Instant;
}

/** D-03, R-811: a step of the ladder for a duty that is not done: the rule that fired, who hears of it. Level 0 is the breach itself. */
export interface DutyEscalated extends OfDuty {
  readonly type: 'DutyEscalated';
  readonly level: number;
  readonly to: EscalationAddressee;
  readonly step: EscalationStep;
  readonly rule: string;
  readonly dueAt: Instant;
  /** When the step was due; when it was recorded stands beside the event. */
  readonly escalatedAt: Instant;
}

/** the member's right of reply. */
interface EscalationAnswered extends OfDuty {
  readonly type: 'EscalationAnswered';
  readonly level: number;
  readonly reply: Sealed;
  readonly person: string;
  readonly answeredAt: Instant;
}

/** The case left the desk: what was still open is nobody's duty any more. */
export interface DutiesLifted {
  readonly type: 'DutiesLifted';
  readonly caseId: string;
  readonly duties: readonly Pick<OfDuty, 'dutyId' | 'member' | 'post'>[];
  /** How the case ended. */
  readonly because: string;
  readonly liftedAt: Instant;
}

/** nobody holds the post that answers for these duties. */
interface DutyHolderMissing {
  readonly type: 'DutyHolderMissing';
  readonly caseId: string;
  readonly rule: string;
  readonly duties: readonly Pick<OfDuty, 'dutyId' | 'member' | 'post'>[];
  readonly notedAt: Instant;
}

/** somebody holds the post again. */
interface DutyHolderFound {
  readonly type: 'DutyHolderFound';
  readonly caseId: string;
  readonly duties: readonly Pick<OfDuty, 'dutyId' | 'member' | 'post'>[];
  readonly notedAt: Instant;
}

export type DutyListEvent =
  | DutyListOpened
  | DutiesAssigned
  | DutyAccepted
  | HandoverOffered
  | HandoverDeclined
  | DutyHandedOver
  | DutyDone
  | DutyChecked
  | DutyReturned
  | DutyEscalated
  | EscalationAnswered
  | DutiesLifted
  | DutyHolderMissing
  | DutyHolderFound;
