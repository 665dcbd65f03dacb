import { type Fen, type Instant, type NumberRef, type PersonRef, type Sealed } from '@interlock/kernel';
import {
  type LossLearning,
  type NextStep,
  type WarningChannel,
  type WarningLevel,
  type WarningOutcome,
  type WarningSource,
} from '@interlock/rulebook';

/** How far a warning has come; what was reached stands even when a later attempt fails. */
export type WarningState = 'issued' | 'sent' | 'delivered' | 'read' | 'spoken' | 'visited' | 'paid-anyway' | 'watched' | 'closed';

/** Whom it warns: sealed, beside the references that tell the same person and line again. */
export interface Subject {
  readonly personRef?: PersonRef;
  readonly name?: Sealed;
  readonly idNumber?: Sealed;
  readonly phone?: Sealed;
  readonly numberRef?: NumberRef;
  readonly operator?: string;
}

export interface Owner {
  readonly member: string;
  readonly post: string;
}

/** The next rung of the ladder. */
export interface NextRung {
  readonly index: number;
  readonly at: Instant;
}

export type Overdue = 'sign' | 'first-contact' | 'in-person';

interface OfWarning {
  readonly warningId: string;
  readonly level: WarningLevel;
  /** After the event. */
  readonly state: WarningState;
}

/** with its owner and all its due times. */
export interface WarningIssued extends OfWarning {
  readonly type: 'WarningIssued';
  readonly source: WarningSource;
  readonly scamType: string;
  readonly unit: string;
  readonly owner: Owner;
  readonly subject: Subject;
  /** Keywords: references of records elsewhere. */
  readonly evidence: readonly string[];
  readonly receivedAt: Instant;
  readonly issuedAt: Instant;
  /** `first-contact` and `in-person` where people have to act by then. */
  readonly due: { readonly sign: Instant } & Readonly<Partial<Record<Overdue, Instant>>>;
  /** channels with which it begins. */
  readonly begins: readonly WarningChannel[];
  readonly next?: NextRung;
}

/** the operator is asked to deliver it. */
export interface WarningSent extends OfWarning {
  readonly type: 'WarningSent';
  readonly channel: 'sms' | 'ai-call';
  readonly operator: string;
  readonly numberRef: NumberRef;
  readonly scamType: string;
  /** the versioned text. */
  readonly script: string;
  readonly sentAt: Instant;
}

export interface WarningSigned extends OfWarning {
  readonly type: 'WarningSigned';
  readonly person: string;
  readonly signedAt: Instant;
  readonly late: boolean;
}

/** what the operator says became of it. */
export interface DeliveryRecorded extends OfWarning {
  readonly type: 'DeliveryRecorded';
  readonly channel: 'sms' | 'ai-call' | 'human-call';
  readonly result: 'delivered' | 'answered' | 'no-answer' | 'busy' | 'unknown-number';
  /** The operator's clock. */
  readonly deliveredAt: Instant;
  /** The ladder ends here: the person was reached, as this level wants it. */
  readonly reached: boolean;
}

/** reading and acknowledging, apart. */
export interface WarningRead extends OfWarning {
  readonly type: 'WarningRead';
  readonly readAt: Instant;
  readonly acknowledged: boolean;
  readonly reached: boolean;
}

/** somebody tried to reach the person. */
export interface ContactRecorded extends OfWarning {
  readonly type: 'ContactRecorded';
  readonly channel: 'ai-call' | 'human-call' | 'relatives' | 'visit';
  readonly result: 'spoken' | 'no-answer' | 'busy' | 'not-met';
  readonly person: string;
  readonly contactedAt: Instant;
  readonly reached: boolean;
}

/** nobody was reached in time, so the next rung begins. */
export interface WarningClimbed extends OfWarning {
  readonly type: 'WarningClimbed';
  readonly index: number;
  readonly step: NextStep;
  /** When the rung was due. */
  readonly dueAt: Instant;
  readonly next?: NextRung;
}

/** a due time passed without the act. */
interface WarningOverdue extends OfWarning {
  readonly type: 'WarningOverdue';
  readonly what: Overdue;
  readonly dueAt: Instant;
}

/** */
export interface OutcomeRecorded extends OfWarning {
  readonly type: 'OutcomeRecorded';
  readonly outcome: WarningOutcome;
  /** Nothing more is to be tried. */
  readonly settled: boolean;
  readonly furtherSteps: readonly (NextStep | 'stop-payment-case')[];
  readonly person: string;
  readonly recordedAt: Instant;
  /** The ladder goes on from here, where an outcome takes back an earlier one. */
  readonly next?: NextRung;
}

/** */
export interface WarningClosed extends OfWarning {
  readonly type: 'WarningClosed';
  readonly outcome: WarningOutcome;
  readonly channel: WarningChannel;
  readonly person: string;
  readonly spokenAt: Instant;
  readonly evidence: readonly string[];
  /** A day of the city's calendar. */
  readonly nextCheckOn: string;
  readonly closedAt: Instant;
  /** Up to, not including. Unset for the lower levels. */
  readonly watchUntil?: Instant;
}

/** */
interface WatchEnded extends OfWarning {
  readonly type: 'WatchEnded';
  readonly endedAt: Instant;
}

/** the person paid in the watch. */
export interface WarningReopened extends OfWarning {
  readonly type: 'WarningReopened';
  readonly caseId: string;
  readonly paidAt: Instant;
  readonly reopenedAt: Instant;
}

/** the person paid all the same. */
export interface LossLinked extends OfWarning {
  readonly type: 'LossLinked';
  readonly caseId: string;
  /** Payments after the warning came in. */
  readonly lostFen: Fen;
  readonly learning: LossLearning;
  readonly firstPaidAt: Instant;
  readonly lastPaidAt: Instant;
  readonly linkedAt: Instant;
}

/** another district is asked to take it over. */
interface MoveAsked extends OfWarning {
  readonly type: 'MoveAsked';
  readonly toUnit: string;
  readonly person: string;
  readonly askedAt: Instant;
}

interface MoveDeclined extends OfWarning {
  readonly type: 'MoveDeclined';
  readonly byUnit: string;
  readonly person: string;
  readonly declinedAt: Instant;
}

interface WarningMoved extends OfWarning {
  readonly type: 'WarningMoved';
  readonly fromUnit: string;
  readonly unit: string;
  readonly owner: Owner;
  readonly person: string;
  readonly movedAt: Instant;
}

export type WarningEvent =
  | WarningIssued
  | WarningSent
  | WarningSigned
  | DeliveryRecorded
  | WarningRead
  | ContactRecorded
  | WarningClimbed
  | WarningOverdue
  | OutcomeRecorded
  | WarningClosed
  | WatchEnded
  | WarningReopened
  | LossLinked
  | MoveAsked
  | MoveDeclined
  | WarningMoved;
