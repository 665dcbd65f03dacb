import { describe, expect, it } from '@jest/globals';
import { type CaseOverdueV1 } from '@interlock/contracts';
import { type Instant, plusHours } from '@interlock/kernel';
import { type OrderRow } from '../orders/orders.view.ts';
import { rowsOf } from '../rows.testing.ts';
import { cases } from './cases.view.ts';
import { firstStopEnd } from './first-stop-end.ts';

const CASE = '3f1c1a52-6f0e-5d2a-9c54-1f2a7b9c6e10';
const NOON: Instant = '2026-03-02T04:00:00.000Z';
const accepted = { type: 'police.case-accepted.v1', caseId: CASE, acceptedAt: NOON, entryDueAt: plusHours(NOON, 0.5) } as const;

describe('R-121: the case page shows the limit of the filing decision beside the end of the stop', () => {
  const order = (orderId: string, more: Partial<OrderRow>): OrderRow => ({ orderId, accountRef: 'a1.x', bank: 'bank-city', ...more });
  const filingDueAt = plusHours(NOON, 72);

  it('a case accepted before the police told it has none', () => {
    expect(rowsOf(cases, [accepted]).get(CASE)).not.toHaveProperty('filingDueAt');
    expect(rowsOf(cases, [{ ...accepted, filingDueAt }]).get(CASE)).toMatchObject({ filingDueAt });
  });

  it('the stop that ends first binds, if it stands', () => {
    const late = order('late', { lapsesAt: plusHours(NOON, 50) });
    const early = order('early', { lapsesAt: plusHours(NOON, 48) });
    expect(firstStopEnd([late, early, order('awaiting', {})], NOON)).toBe(plusHours(NOON, 48));
    expect(firstStopEnd([late, early], plusHours(NOON, 48))).toBe(plusHours(NOON, 50));
    expect(firstStopEnd([{ ...early, releasedAt: NOON }], NOON)).toBeUndefined();
  });

  it('R-117: one that is renewed ends with its renewal', () => {
    const first = order('first', { lapsesAt: plusHours(NOON, 48) });
    const second = order('second', { continues: 'first', startsAt: plusHours(NOON, 48), lapsesAt: plusHours(NOON, 96) });
    expect(firstStopEnd([first, second], NOON)).toBe(plusHours(NOON, 96));
    // Unanswered, or refused: it holds nothing yet.
    expect(firstStopEnd([first, order('second', { continues: 'first' })], NOON)).toBe(plusHours(NOON, 48));
  });
});

describe('R-103: a limit that passed stays on the case', () => {
  it('each one, in the order told', () => {
    const overdue = (deadline: CaseOverdueV1['deadline'], rule: CaseOverdueV1['rule']): CaseOverdueV1 => ({
      ...{ type: 'police.case-overdue.v1', caseId: CASE, unit: 'wuyi', deadline, rule, dueAt: NOON },
    });
    const told = [accepted, overdue('entry', 'R-103'), overdue('filing', 'R-121')];
    expect(rowsOf(cases, told).get(CASE)).toMatchObject({ missed: ['entry', 'filing'] });
  });
});
