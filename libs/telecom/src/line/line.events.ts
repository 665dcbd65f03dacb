import { type Instant, type NumberRef } from '@interlock/kernel';
import { type LineOrder, type ReverifyGround, type RiskGrade } from '@interlock/rulebook';

/** what keeps a line from working. */
export type LineStopKind = Extract<LineOrder, 'suspend' | 'restrict-outgoing' | 'protective-hold'>;

/** the way back, told to the person. */
export interface Remedy {
  readonly channel: string;
  readonly papers: readonly string[];
}

/** what every measure on a line has to say. */
export interface LineStopTerms {
  readonly measureId: string;
  readonly numberRef: NumberRef;
  readonly kind: LineStopKind;
  readonly because: 'own' | 'police' | 'reverification';
  /** The request of the police that is answered. */
  readonly requestId?: string;
  readonly legalBasis: string;
  /** Member that wants it. */
  readonly requester: string;
  readonly grade: RiskGrade;
  readonly reason: string;
  readonly remedy: Remedy;
  /** A protective hold of a victim's line ends by itself. */
  readonly until?: Instant;
}

/** The police ask for a line stop: an operator's person answers. */
export interface LineStopAsked {
  readonly type: 'LineStopAsked';
  readonly requestId: string;
  readonly numberRef: NumberRef;
  readonly kind: LineStopKind;
  readonly legalBasis: string;
  readonly grade: RiskGrade;
  readonly askedAt: Instant;
  readonly until?: Instant;
  readonly receivedAt: Instant;
}

export interface LineRequestRefused {
  readonly type: 'LineRequestRefused';
  readonly requestId: string;
  readonly numberRef: NumberRef;
  readonly reason: string;
  readonly refusedAt: Instant;
}

/** The network is asked, with this event's id as key. */
export interface LineStopBegun extends LineStopTerms {
  readonly type: 'LineStopBegun';
  readonly begunAt: Instant;
}

export interface LineSuspended extends LineStopTerms {
  readonly type: 'LineSuspended';
  /** The network's own clock. */
  readonly suspendedAt: Instant;
}

/** The network has no such line. */
export interface LineUnknown {
  readonly type: 'LineUnknown';
  readonly measureId: string;
  readonly numberRef: NumberRef;
  readonly requestId?: string;
  readonly foundAt: Instant;
}

/** the user was told to verify again. */
export interface ReverificationAsked {
  readonly type: 'ReverificationAsked';
  readonly askId: string;
  readonly numberRef: NumberRef;
  readonly ground: ReverifyGround;
  readonly legalBasis: string;
  readonly requester: string;
  readonly grade: RiskGrade;
  readonly remedy: Remedy;
  readonly askedAt: Instant;
  readonly dueAt: Instant;
}

export interface ReverificationPassed {
  readonly type: 'ReverificationPassed';
  readonly askId: string;
  readonly numberRef: NumberRef;
  readonly how: 'shop' | 'online';
  readonly passedAt: Instant;
}

/** Not passed, or not done in time: the suspension begins in the same act. */
export interface ReverificationFailed {
  readonly type: 'ReverificationFailed';
  readonly askId: string;
  readonly numberRef: NumberRef;
  readonly how: 'not-passed' | 'not-done';
  readonly failedAt: Instant;
}

/** the clock of restoration runs, as visible as that of shutting. */
export interface RestorationAsked {
  readonly type: 'RestorationAsked';
  readonly measureId: string;
  readonly numberRef: NumberRef;
  readonly reason: string;
  readonly askedAt: Instant;
  readonly dueAt: Instant;
}

/** Recorded when the clock ran out; the line is still to be restored. */
export interface RestorationOverdue {
  readonly type: 'RestorationOverdue';
  readonly measureId: string;
  readonly numberRef: NumberRef;
  readonly dueAt: Instant;
}

/** The last measure ends: the network is asked to open the line. */
export interface RestoreBegun {
  readonly type: 'RestoreBegun';
  readonly measureId: string;
  readonly numberRef: NumberRef;
  readonly reason: string;
  readonly begunAt: Instant;
}

export interface LineRestored {
  readonly type: 'LineRestored';
  readonly measureId: string;
  readonly numberRef: NumberRef;
  readonly reason: string;
  readonly restoredAt: Instant;
  /** False while another measure stands on the line. */
  readonly lineOpen: boolean;
}

export type LineEvent =
  | LineStopAsked
  | LineRequestRefused
  | LineStopBegun
  | LineSuspended
  | LineUnknown
  | ReverificationAsked
  | ReverificationPassed
  | ReverificationFailed
  | RestorationAsked
  | RestorationOverdue
  | RestoreBegun
  | LineRestored;
