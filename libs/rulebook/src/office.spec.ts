import { describe, expect, it } from '@jest/globals';
import { instant } from '@interlock/kernel';
import { codesOf } from './closed-list.ts';
import { inForce } from './dated.ts';
import { dutyDueAt, dutyEscalations, ESCALATION_STEPS, MEMBER_KINDS, MEMBERS_BY_KIND, OFFICE_MEMBERS } from './office.ts';

const noon = instant('2021-03-22T12:00:00+08:00');

describe('R-804: the joint office has 43 members', () => {
  it('which its kinds sum to', () => {
    const byKind = inForce(MEMBERS_BY_KIND, noon);
    expect(inForce(OFFICE_MEMBERS, noon)).toBe(43);
    expect(codesOf(MEMBER_KINDS).reduce((sum, kind) => sum + byKind[kind], 0)).toBe(43);
  });
});

describe('R-811: the escalation ladder', () => {
  it('has six steps, mildest first', () => {
    expect(codesOf(ESCALATION_STEPS)).toEqual(['reminder', 'supervision-order', 'bulletin', 'talk', 'listing', 'leading-group']);
  });
});

describe('D-04: a duty that no clock of the law binds', () => {
  it('is due a day after the entry where somebody waits for it, a week where it reaches a whole group', () => {
    expect(dutyDueAt(noon, 'prompt')).toBe(instant('2021-03-23T12:00:00+08:00'));
    expect(dutyDueAt(noon, 'broad')).toBe(instant('2021-03-29T12:00:00+08:00'));
  });
});

describe('D-03: an overdue duty goes up', () => {
  it('to its holder at once, the deputy after 15 min, the joint office after 1 h, the leading group after a day', () => {
    expect(dutyEscalations(noon)).toEqual([
      { level: 0, at: noon, to: 'holder' },
      { level: 1, at: instant('2021-03-22T12:15:00+08:00'), to: 'deputy' },
      { level: 2, at: instant('2021-03-22T13:00:00+08:00'), to: 'joint-office' },
      { level: 3, at: instant('2021-03-23T12:00:00+08:00'), to: 'leading-group' },
    ]);
  });
});
