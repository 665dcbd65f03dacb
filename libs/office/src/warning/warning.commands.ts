import { type Fen, type Instant } from '@interlock/kernel';
import { type ClosingItem, type WarningChannel, type WarningLevel, type WarningOutcome, type WarningSource } from '@interlock/rulebook';
import { type ContactRecorded, type DeliveryRecorded, type Owner, type Overdue, type Subject } from './warning.events.ts';

/** What closes a warning; anything may be missing. */
export interface Closing {
  readonly identityConfirmed: boolean;
  readonly channel?: WarningChannel;
  readonly at?: Instant;
  readonly evidence: readonly string[];
  readonly nextCheckOn?: string;
}

export interface PaymentMade {
  readonly amountFen: Fen;
  readonly paidAt: Instant;
}

interface At {
  readonly at: Instant;
}
interface ByPerson extends At {
  readonly person: string;
}

export type WarningCommand =
  | ({
      readonly type: 'IssueWarning';
      readonly warningId: string;
      readonly level: WarningLevel;
      readonly source: WarningSource;
      readonly scamType: string;
      readonly unit: string;
      readonly owner: Owner;
      readonly subject: Subject;
      readonly evidence: readonly string[];
      readonly receivedAt?: Instant;
    } & At)
  | ({ readonly type: 'SignWarning' } & ByPerson)
  | ({
      readonly type: 'RecordDelivery';
      readonly channel: DeliveryRecorded['channel'];
      readonly result: DeliveryRecorded['result'];
      readonly deliveredAt: Instant;
    } & At)
  | ({ readonly type: 'RecordRead'; readonly readAt?: Instant; readonly acknowledged: boolean } & At)
  | ({
      readonly type: 'RecordContact';
      readonly channel: ContactRecorded['channel'];
      readonly result: ContactRecorded['result'];
    } & ByPerson)
  | ({ readonly type: 'RecordOutcome'; readonly outcome: WarningOutcome; readonly closing?: Closing } & ByPerson)
  | ({ readonly type: 'AskMove'; readonly toUnit: string } & ByPerson)
  | ({ readonly type: 'AnswerMove'; readonly accept: boolean; readonly unit: string } & ByPerson)
  | ({ readonly type: 'LinkLoss'; readonly caseId: string; readonly payments: readonly PaymentMade[] } & At)
  | ({ readonly type: 'ClimbLadder'; readonly index: number } & At)
  | ({ readonly type: 'NoteOverdue'; readonly what: Overdue } & At)
  | ({ readonly type: 'EndWatch'; readonly watchUntil: Instant } & At);

export type WarningRejection =
  | { readonly type: 'NoSuchWarning' }
  | { readonly type: 'AlreadyIssued' }
  | { readonly type: 'TimeInFuture'; readonly field: string }
  | { readonly type: 'AlreadySigned'; readonly rule: 'R-503' }
  | { readonly type: 'AlreadyRead'; readonly rule: 'R-509' }
  | { readonly type: 'WarningIsClosed'; readonly rule: 'R-506' }
  | { readonly type: 'ClosingIncomplete'; readonly rule: 'R-506'; readonly missing: readonly ClosingItem[] }
  | { readonly type: 'OutcomeDoesNotClose'; readonly rule: 'R-505'; readonly outcome: WarningOutcome }
  | { readonly type: 'AiCallNeverCloses'; readonly rule: 'R-504'; readonly level: WarningLevel }
  | { readonly type: 'NotReached'; readonly rule: 'R-506'; readonly channel: WarningChannel }
  | { readonly type: 'NotDueYet'; readonly rule: 'R-503' | 'R-507'; readonly dueAt: Instant }
  | { readonly type: 'RungSkipped'; readonly rule: 'R-504'; readonly next: number }
  | { readonly type: 'AlreadyThere'; readonly unit: string }
  | { readonly type: 'NotAskedToMove'; readonly rule: 'R-505'; readonly unit: string }
  | { readonly type: 'AlreadyLinked'; readonly caseId: string }
  | { readonly type: 'NothingToLink'; readonly rule: 'R-509' };
