import { type Instant, type NumberRef } from '@interlock/kernel';
import { type RestrictionItem, type ReverifyGround, type RiskGrade } from '@interlock/rulebook';
import { type LineStopAsked, type LineStopKind } from './line.events.ts';

interface At {
  readonly at: Instant;
}

/** As the caller gave it; what demand may be missing. */
export interface GivenRemedy {
  readonly channel?: string;
  readonly papers?: readonly string[];
}

export interface StopLine extends At {
  readonly type: 'StopLine';
  readonly measureId: string;
  readonly numberRef: NumberRef;
  readonly kind: LineStopKind;
  readonly legalBasis?: string;
  readonly requester: string;
  readonly grade?: RiskGrade;
  readonly reason?: string;
  readonly remedy: GivenRemedy;
  readonly until?: Instant;
}

export interface AnswerRequest extends At {
  readonly type: 'AnswerRequest';
  readonly requestId: string;
  readonly isDone: boolean;
  readonly reason?: string;
  readonly remedy: GivenRemedy;
}

export interface AskReverification extends At {
  readonly type: 'AskReverification';
  readonly askId: string;
  readonly numberRef: NumberRef;
  readonly ground: ReverifyGround;
  readonly legalBasis?: string;
  readonly requester: string;
  readonly grade?: RiskGrade;
  readonly remedy: GivenRemedy;
}

export interface RecordReverification extends At {
  readonly type: 'RecordReverification';
  readonly askId: string;
  readonly passed: boolean;
  readonly how: 'shop' | 'online';
  readonly noticeGiven: boolean;
}

export type LineCommand =
  | ({ readonly type: 'ReceiveRequest'; readonly request: Omit<LineStopAsked, 'type' | 'receivedAt'> } & At)
  | AnswerRequest
  | StopLine
  | ({ readonly type: 'RecordStopped'; readonly measureId: string; readonly doneAt: Instant; readonly known: boolean } & At)
  | AskReverification
  | RecordReverification
  | ({ readonly type: 'MissReverification'; readonly askId: string } & At)
  | ({ readonly type: 'AskRestoration'; readonly measureId: string; readonly reason: string } & At)
  | ({ readonly type: 'MissRestoration'; readonly measureId: string } & At)
  | ({ readonly type: 'RestoreLine'; readonly measureId: string; readonly reason: string } & At)
  | ({ readonly type: 'EndHold'; readonly measureId: string } & At)
  | ({ readonly type: 'RecordRestored'; readonly measureId: string; readonly doneAt: Instant } & At);

export type LineRejection =
  | { readonly type: 'RemedyMissing'; readonly rule: 'R-401'; readonly missing: readonly RestrictionItem[] }
  | { readonly type: 'OrderIncomplete'; readonly rule: 'R-605'; readonly missing: readonly ('legalBasis' | 'grade' | 'until')[] }
  | { readonly type: 'UntilNotAhead'; readonly rule: 'R-605'; readonly until: Instant }
  | { readonly type: 'OnlyHoldsEndByThemselves'; readonly rule: 'R-605' }
  | { readonly type: 'MeasureExists'; readonly measureId: string }
  | { readonly type: 'NoSuchMeasure'; readonly measureId: string }
  | { readonly type: 'AtTheNetwork'; readonly measureId: string }
  | { readonly type: 'MeasureIsOver'; readonly rule: 'R-606'; readonly measureId: string }
  | { readonly type: 'RestorationAlreadyAsked'; readonly rule: 'R-606'; readonly dueAt: Instant }
  | { readonly type: 'NoSuchRequest'; readonly rule: 'R-605'; readonly requestId: string }
  | { readonly type: 'AlreadyAnswered'; readonly rule: 'R-605'; readonly requestId: string }
  | { readonly type: 'ReverificationRunning'; readonly rule: 'R-601'; readonly askId: string; readonly dueAt: Instant }
  | { readonly type: 'NoSuchReverification'; readonly rule: 'R-601'; readonly askId: string }
  | { readonly type: 'ReverificationDecided'; readonly rule: 'R-601'; readonly askId: string; readonly result: 'passed' | 'failed' }
  | { readonly type: 'NoticeMissing'; readonly rule: 'R-601' }
  | { readonly type: 'NotDueYet'; readonly rule: 'R-601' | 'R-605' | 'R-606'; readonly dueAt: Instant };
