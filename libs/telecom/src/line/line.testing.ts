import { type Instant, instant } from '@interlock/kernel';
import { type AskReverification, type StopLine } from './line.commands.ts';
import { type LineRestored, type LineStopBegun, type LineSuspended, type ReverificationAsked } from './line.events.ts';

/** The line of the tests. */
export const NUMBER = 'n1.nnnnnnnnnnnnnnnnnnnnnnnnnn';
export const NOON = instant('2021-06-10T12:00:00.000Z');
export const NEXT_NOON = instant('2021-06-11T12:00:00.000Z');
const remedy = { channel: 'shop', papers: ['id-card'] };

export const stop: StopLine = {
  type: 'StopLine',
  measureId: 'm',
  numberRef: NUMBER,
  kind: 'suspend',
  legalBasis: 'afl-11',
  requester: 'operator-mobile',
  grade: 'high',
  reason: 'fraud-suspect',
  remedy,
  at: NOON,
};

export function begun(measureId: string, fields: Partial<LineStopBegun> = {}): LineStopBegun {
  const { at: begunAt, legalBasis = '', grade = 'high', reason = '', requester, kind, numberRef } = stop;
  return {
    type: 'LineStopBegun',
    measureId,
    numberRef,
    kind,
    because: 'own',
    legalBasis,
    requester,
    grade,
    reason,
    remedy,
    begunAt,
    ...fields,
  };
}

export function suspended(measureId: string, fields: Partial<LineStopBegun> = {}): LineSuspended {
  const { type: _, begunAt: __, ...terms } = begun(measureId, fields);
  return { ...terms, type: 'LineSuspended', suspendedAt: NOON };
}

export function restored(measureId: string, reason: string, restoredAt: Instant, lineOpen = true): LineRestored {
  return { type: 'LineRestored', measureId, numberRef: NUMBER, reason, restoredAt, lineOpen };
}

export const ask: AskReverification = {
  type: 'AskReverification',
  askId: 'ask',
  numberRef: NUMBER,
  ground: 'involved',
  legalBasis: 'miit-2021-133',
  requester: 'operator-mobile',
  grade: 'medium',
  remedy,
  at: NOON,
};

/** Due 24 hours after noon. */
export const asked: ReverificationAsked = {
  type: 'ReverificationAsked',
  askId: 'ask',
  numberRef: NUMBER,
  ground: 'involved',
  legalBasis: 'miit-2021-133',
  requester: 'operator-mobile',
  grade: 'medium',
  remedy,
  askedAt: NOON,
  dueAt: NEXT_NOON,
};
