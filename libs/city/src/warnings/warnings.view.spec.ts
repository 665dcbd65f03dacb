import { describe, expect, it } from '@jest/globals';
import { type WarningChangedV1 } from '@interlock/contracts';
import { instant } from '@interlock/kernel';
import { rowsOf } from '../rows.testing.ts';
import { warnings } from './warnings.view.ts';

const WARNING = '3f1c1a52-6f0e-5d2a-9c54-1f2a7b9c6e10';
const CASES = ['8a1c1a52-6f0e-5d2a-9c54-1f2a7b9c6e11', '9b1c1a52-6f0e-5d2a-9c54-1f2a7b9c6e12'] as const;
const NOON = instant('2026-03-02T04:00:00.000Z');
const ONE = instant('2026-03-02T05:00:00.000Z');
const OWNER = { member: 'police', post: 'warning-desk' };

type Change = Partial<WarningChangedV1> & Pick<WarningChangedV1, 'change'>;
function after(...changes: readonly Change[]): unknown {
  const issued: Change = { change: 'issued', at: NOON, unit: 'yongkang', source: 'fund', scamType: 'T08', owner: OWNER };
  const told = [issued, ...changes].map((change): WarningChangedV1 => ({
    ...{ type: 'office.warning-changed.v1', warningId: WARNING, at: ONE, level: 'high', state: 'issued' },
    ...change,
  }));
  return rowsOf(warnings, told).get(WARNING);
}

describe('R-501 to R-509: warnings as the office told the city', () => {
  it('have level, state, owner and unit, and keep what a later fact does not say', () => {
    const row = after({ change: 'sent', state: 'sent', step: 'sms' }, { change: 'delivered', state: 'delivered', step: 'sms' });
    expect(row).toMatchObject({ level: 'high', state: 'delivered', unit: 'yongkang', scamType: 'T08', owner: OWNER, issuedAt: NOON });
    expect(row).toMatchObject({ step: 'sms', deliveredAt: ONE, overdue: [] });
  });

  it('R-503, R-504: show what is overdue and how high the ladder was climbed', () => {
    const row = after(
      { change: 'overdue', what: 'sign' },
      { change: 'climbed', step: 'human-call' },
      { change: 'overdue', what: 'in-person' },
    );
    expect(row).toMatchObject({ overdue: ['sign', 'in-person'], step: 'human-call' });
  });

  it('R-507: are watched after a closing, and open again with a new loss', () => {
    const closed: Change = { change: 'closed', state: 'watched', outcome: 'dissuaded_no_transfer', watchUntil: ONE };
    expect(after(closed)).toMatchObject({ closedAt: ONE, watchUntil: ONE, outcome: 'dissuaded_no_transfer' });
    expect(after(closed, { change: 'reopened', state: 'paid-anyway' })).toMatchObject({
      closedAt: null,
      watchUntil: null,
      reopenedAt: ONE,
    });
  });

  it('R-509: sum the losses of all cases, each once', () => {
    const loss = (caseId: string, lostFen: number, learning: WarningChangedV1['learning']): Change => ({
      ...{ change: 'loss-linked', state: 'paid-anyway', caseId, lostFen, learning },
    });
    expect(after(loss(CASES[0], 18_000_000, 'not_read'), loss(CASES[1], 5, 'read_but_paid'))).toMatchObject({
      ...{ lostFen: 18_000_005, learning: 'read_but_paid' },
      losses: [
        { caseId: CASES[0], lostFen: 18_000_000, learning: 'not_read' },
        { caseId: CASES[1], lostFen: 5, learning: 'read_but_paid' },
      ],
    });
  });

  it('R-505: move to another district when it accepts', () => {
    expect(after({ change: 'transfer-asked' })).toMatchObject({ isMoving: true, unit: 'yongkang' });
    const moved: Change = { change: 'transferred', unit: 'lanxi', owner: { member: 'police', post: 'liaison' } };
    expect(after({ change: 'transfer-asked' }, moved)).toMatchObject({ isMoving: false, unit: 'lanxi', owner: { post: 'liaison' } });
  });
});
