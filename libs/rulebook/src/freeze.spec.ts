import { describe, expect, it } from '@jest/globals';
import { instant } from '@interlock/kernel';
import { inForce } from './dated.ts';
import { freezeApprovalLevel, freezeEndsAt, mayRenew, renewalReminders, WHOLE_ACCOUNT_APPROVERS } from './freeze.ts';

const startsAt = instant('2021-03-22T14:30:00+08:00');
const endsAt = instant('2021-09-22T14:30:00+08:00');

describe('R-201: a freeze is approved at county level or above', () => {
  it('county, for the ordinary period', () => {
    expect(freezeApprovalLevel('ordinary', startsAt)).toBe('county');
  });
});

describe('R-202: deposits are frozen for 6 calendar months', () => {
  it('to the same city time', () => {
    expect(freezeEndsAt(startsAt, 'ordinary')).toBe(endsAt);
  });

  it('a renewal starts where the period before ends', () => {
    expect(freezeEndsAt(endsAt, 'ordinary')).toBe(instant('2022-03-22T14:30:00+08:00'));
  });

  it('ends on the last day of a month that is too short', () => {
    expect(freezeEndsAt(instant('2021-08-31T14:30:00+08:00'), 'ordinary')).toBe(instant('2022-02-28T14:30:00+08:00'));
  });
});

describe('R-203: a major case may be frozen for a year, approved at city level', () => {
  it('one year and city level', () => {
    expect(freezeEndsAt(startsAt, 'major')).toBe(instant('2022-03-22T14:30:00+08:00'));
    expect(freezeApprovalLevel('major', startsAt)).toBe('city');
  });
});

describe('R-205: a renewal comes before the end', () => {
  it.each([
    ['2021-09-22T14:29:59.999+08:00', true],
    ['2021-09-22T14:30:00.000+08:00', false],
    ['2021-09-22T14:30:00.001+08:00', false],
  ])('at %s: %p', (at, may) => {
    expect(mayRenew(endsAt, instant(at))).toBe(may);
  });

  it('is called to mind 30, 14, 7, 3 and 1 days before', () => {
    expect(renewalReminders(endsAt)).toEqual([
      { daysLeft: 30, at: instant('2021-08-23T14:30:00+08:00') },
      { daysLeft: 14, at: instant('2021-09-08T14:30:00+08:00') },
      { daysLeft: 7, at: instant('2021-09-15T14:30:00+08:00') },
      { daysLeft: 3, at: instant('2021-09-19T14:30:00+08:00') },
      { daysLeft: 1, at: instant('2021-09-21T14:30:00+08:00') },
    ]);
  });
});

describe('R-208: a whole account needs a second approver', () => {
  it('two', () => {
    expect(inForce(WHOLE_ACCOUNT_APPROVERS, startsAt)).toBe(2);
  });
});
