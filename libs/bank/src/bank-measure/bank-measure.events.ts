import { type AccountRef, type Instant, type Sealed } from '@interlock/kernel';
import { type OwnMeasure, type RiskGrade } from '@interlock/rulebook';

/** the way back, told to the person. */
export interface Remedy {
  readonly channel: string;
  readonly papers: readonly string[];
}

/** The bank acts on its own authority, with all that demand of the record. */
export interface MeasureApplied {
  readonly type: 'MeasureApplied';
  readonly measureId: string;
  readonly accountRef: AccountRef;
  readonly kind: OwnMeasure;
  readonly reason: string;
  readonly grade: RiskGrade;
  readonly why: Sealed;
  readonly remedy: Remedy;
  /** What R-134 rested on at that moment. */
  readonly legalBasis: string;
  readonly since: Instant;
}

/** The account is in question: police and city are told of the hold that stands on it. */
export interface MeasureTold {
  readonly type: 'MeasureTold';
  readonly measureId: string;
  readonly accountRef: AccountRef;
  readonly reason: string;
  readonly since: Instant;
}

/** The person objects. */
export interface MeasureAppealed {
  readonly type: 'MeasureAppealed';
  readonly measureId: string;
  readonly accountRef: AccountRef;
  readonly grounds: Sealed;
  readonly appealedAt: Instant;
}

export interface AppealVerified {
  readonly type: 'AppealVerified';
  readonly measureId: string;
  readonly reason: string;
  readonly decidedAt: Instant;
}

export interface AppealDenied {
  readonly type: 'AppealDenied';
  readonly measureId: string;
  readonly reason: string;
  readonly decidedAt: Instant;
}

export interface MeasureLifted {
  readonly type: 'MeasureLifted';
  readonly measureId: string;
  readonly accountRef: AccountRef;
  readonly reason: string;
  readonly liftedAt: Instant;
  /** Whether police and city knew of it: then they hear of its end. */
  readonly wasTold: boolean;
}

export type BankMeasureEvent = MeasureApplied | MeasureTold | MeasureAppealed | AppealVerified | AppealDenied | MeasureLifted;
