import { type Instant, type Sealed } from '@interlock/kernel';
import { type CaseForDuties } from './duty-templates.ts';

/** Somebody of a member; `leads`: a coordinator of the joint office. */
export interface By {
  readonly member: string;
  readonly person: string;
  readonly leads: boolean;
}

interface At {
  readonly at: Instant;
}
interface OnDuty extends At {
  readonly dutyId: string;
  readonly by: By;
}

export type DutyListCommand =
  | ({ readonly type: 'OpenDutyList'; readonly caseId: string; readonly acceptedAt: Instant; readonly entryDueAt: Instant } & At)
  | ({ readonly type: 'AssignDuties'; readonly entered: Omit<CaseForDuties, 'acceptedAt' | 'entryDueAt'> } & At)
  /** filed, or not. */
  | ({ readonly type: 'RecordFilingDecided'; readonly fact: string; readonly decidedAt: Instant } & At)
  | ({ readonly type: 'LiftDuties'; readonly because: string; readonly endedAt: Instant } & At)
  | ({ readonly type: 'AcceptDuty' } & OnDuty)
  | ({ readonly type: 'OfferHandover'; readonly toMember: string; readonly toPost: string; readonly reason: string } & OnDuty)
  | ({ readonly type: 'AnswerHandover'; readonly accept: boolean } & OnDuty)
  | ({ readonly type: 'CompleteDuty'; readonly evidence: readonly string[] } & OnDuty)
  | ({ readonly type: 'CheckDuty'; readonly result: 'confirmed' | 'returned' } & OnDuty)
  | ({ readonly type: 'ReplyToEscalation'; readonly reply: Sealed } & OnDuty)
  | ({ readonly type: 'EscalateDuty'; readonly dutyId: string; readonly level: number } & At)
  | ({ readonly type: 'NoteHolders'; readonly dutyIds: readonly string[]; readonly missing: boolean } & At);

export type DutyListRejection =
  | { readonly type: 'NoDutyList' }
  | { readonly type: 'NoSuchDuty'; readonly dutyId: string }
  | { readonly type: 'NotYourDuty'; readonly rule: 'R-814'; readonly dutyId: string; readonly member: string }
  | { readonly type: 'DutyIsOver'; readonly dutyId: string; readonly status: string }
  | { readonly type: 'AlreadyAccepted'; readonly dutyId: string }
  | { readonly type: 'NotAccepted'; readonly rule: 'R-814'; readonly dutyId: string }
  | { readonly type: 'AlreadyYours'; readonly dutyId: string }
  | { readonly type: 'NotOfferedToYou'; readonly rule: 'R-814'; readonly dutyId: string }
  | { readonly type: 'NotDone'; readonly dutyId: string }
  | { readonly type: 'CheckerDidIt'; readonly rule: 'R-810'; readonly dutyId: string }
  | { readonly type: 'NotEscalated'; readonly rule: 'R-811'; readonly dutyId: string }
  | { readonly type: 'NotDueYet'; readonly rule: 'D-03'; readonly dueAt: Instant }
  | { readonly type: 'StepSkipped'; readonly rule: 'R-811'; readonly next: number };
