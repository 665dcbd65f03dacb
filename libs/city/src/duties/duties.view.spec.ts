import { describe, expect, it } from '@jest/globals';
import { type DutiesAssignedV1, type DutyChangedV1 } from '@interlock/contracts';
import { instant } from '@interlock/kernel';
import { rowsOf } from '../rows.testing.ts';
import { duties } from './duties.view.ts';

const CASE = '3f1c1a52-6f0e-5d2a-9c54-1f2a7b9c6e10';
const NOON = instant('2026-03-02T04:00:00.000Z');
const ONE = instant('2026-03-02T05:00:00.000Z');
const DUTY = {
  ...{ dutyId: 'publish-alert', code: 'publish-alert', zh: '发布警示', en: 'Publish an alert', rule: 'R-804' },
  ...{ member: 'publicity', post: 'liaison', dueAt: NOON },
};
const ASSIGNED: DutiesAssignedV1 = {
  ...{ type: 'office.duties-assigned.v1', caseId: CASE, template: 'case-T08', version: 1, assignedAt: NOON },
  duties: [DUTY, { ...DUTY, dutyId: 'decide-filing', member: 'police', post: 'investigation' }],
};

type Change = Partial<DutyChangedV1> & Pick<DutyChangedV1, 'change'>;
function after(...changes: readonly Change[]): unknown {
  const told = changes.map((change): DutyChangedV1 => ({
    ...{ type: 'office.duty-changed.v1', caseId: CASE, dutyId: DUTY.dutyId, at: ONE, member: 'publicity', post: 'liaison' },
    ...change,
  }));
  return rowsOf(duties, [ASSIGNED, ...told]).get(`${CASE}/publish-alert`);
}

describe('R-814: duties as the office told the city', () => {
  it('are one row each, with case, member, post, due time and rule', () => {
    expect(rowsOf(duties, [ASSIGNED]).size).toBe(2);
    expect(after()).toMatchObject({ ...DUTY, caseId: CASE, state: 'assigned', isOverdue: false, rank: `2-open ${NOON}` });
  });

  it('stay with the member until another takes them', () => {
    const offeredTo = { member: 'media-group', post: 'liaison' };
    expect(after({ change: 'handover-offered', offeredTo })).toMatchObject({ member: 'publicity', offeredTo });
    expect(after({ change: 'handover-offered', offeredTo }, { change: 'handover-declined' })).toMatchObject({ offeredTo: null });
    const taken = after({ change: 'handover-offered', offeredTo }, { change: 'handed-over', member: 'media-group', post: 'news' });
    expect(taken).toMatchObject({ member: 'media-group', post: 'news', state: 'accepted', offeredTo: null, dueAt: NOON });
  });

  it('D-03, R-811: stand first while overdue, with every step of the ladder and the rule that fired', () => {
    const overdue: Change = { change: 'overdue', level: 0, to: 'holder', step: 'reminder', rule: 'D-03' };
    const escalated: Change = { change: 'escalated', level: 1, to: 'deputy', step: 'reminder', rule: 'D-03' };
    expect(after(overdue, escalated, { change: 'replied', level: 1 })).toMatchObject({
      ...{ isOverdue: true, rank: `1-overdue ${NOON}`, rule: 'R-804', repliedAt: ONE },
      escalations: [
        { level: 0, to: 'holder', step: 'reminder', rule: 'D-03', at: ONE },
        { level: 1, to: 'deputy', step: 'reminder', rule: 'D-03', at: ONE },
      ],
    });
    expect(after(overdue, { change: 'accepted' }, { change: 'done', late: true })).toMatchObject({
      ...{ state: 'done', doneAt: ONE, isLate: true, isOverdue: true, rank: `3-over ${NOON}` },
    });
  });

  it('are open again when the office returns them, and over when checked or lifted', () => {
    expect(after({ change: 'accepted' }, { change: 'done' }, { change: 'returned' })).toMatchObject({ state: 'accepted', doneAt: null });
    expect(after({ change: 'accepted' }, { change: 'done' }, { change: 'checked' })).toMatchObject({ state: 'checked', isLate: false });
    expect(after({ change: 'lifted' })).toMatchObject({ state: 'lifted', rank: `3-over ${NOON}` });
  });

  it('are an alert while nobody holds the post', () => {
    expect(after({ change: 'holder-missing', rule: 'R-814' })).toMatchObject({ isHolderMissing: true, state: 'assigned' });
    expect(after({ change: 'holder-missing' }, { change: 'holder-found' })).toMatchObject({ isHolderMissing: false });
  });
});
