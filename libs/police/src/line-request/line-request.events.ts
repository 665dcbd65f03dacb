import { type Instant, type NumberRef } from '@interlock/kernel';

interface OfRequest {
  readonly requestId: string;
  readonly numberRef: NumberRef;
  readonly operator: string;
}

/** sent to the operator. */
export interface LineStopAsked extends OfRequest {
  readonly type: 'LineStopAsked';
  readonly kind: LineStopKind;
  readonly legalBasis: string;
  readonly grade: 'low' | 'medium' | 'high';
  readonly askedAt: Instant;
  readonly until?: Instant;
}
export type LineStopKind = 'suspend' | 'restrict-outgoing' | 'protective-hold';

export interface LineStopDone extends OfRequest {
  readonly type: 'LineStopDone';
  readonly measureId: string;
  readonly doneAt: Instant;
}

export interface LineStopRefused extends OfRequest {
  readonly type: 'LineStopRefused';
  readonly reason: string;
  readonly refusedAt: Instant;
}

export type LineRequestEvent = LineStopAsked | LineStopDone | LineStopRefused;
