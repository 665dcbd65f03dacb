import { describe, expect, it } from '@jest/globals';
import { instant } from '@interlock/kernel';
import { inForce } from './dated.ts';
import { MESSAGES } from './messages.ts';
import { ruleOf } from './rules.ts';
import { textOf } from './rule.ts';
import { OFFICERS_PER_ORDER, STOP_LAPSE_HOURS, stopAlarms, stopLapsesAt, STOPS_PER_ACCOUNT_MAX } from './stop-payment.ts';

const appliedAt = instant('2021-03-22T12:10:00+08:00');

describe('R-113: the police may stop one account at most twice', () => {
  it('the limit is 2', () => {
    expect(inForce(STOPS_PER_ACCOUNT_MAX, appliedAt)).toBe(2);
  });

  it('and the rule’s text says so', () => {
    expect(textOf(ruleOf('R-113'), appliedAt).en).toContain('at most 2 times');
  });
});

describe('R-112: a stop lapses 48 hours after the bank applied it', () => {
  it('is 48 hours', () => {
    expect(inForce(STOP_LAPSE_HOURS, appliedAt)).toBe(48);
    expect(stopLapsesAt(appliedAt)).toBe(instant('2021-03-24T12:10:00+08:00'));
  });

  it('keeps the bank’s milliseconds', () => {
    expect(stopLapsesAt(instant('2021-03-22T04:10:00.123Z'))).toBe('2021-03-24T04:10:00.123Z');
  });
});

describe('R-117: an extension starts where the first stop ends', () => {
  it('so it ends 96 hours after the first was applied', () => {
    expect(stopLapsesAt(stopLapsesAt(appliedAt))).toBe(instant('2021-03-26T12:10:00+08:00'));
  });
});

describe('R-120: alarms at 24, 36, 44 and 47 hours of each stop', () => {
  it('to the case officer, then the duty lead, then the joint office as well', () => {
    expect(stopAlarms(appliedAt)).toEqual([
      { hours: 24, at: instant('2021-03-23T12:10:00+08:00'), to: ['case-officer'] },
      { hours: 36, at: instant('2021-03-24T00:10:00+08:00'), to: ['case-officer', 'duty-lead'] },
      { hours: 44, at: instant('2021-03-24T08:10:00+08:00'), to: ['case-officer', 'duty-lead', 'joint-office'] },
      { hours: 47, at: instant('2021-03-24T11:10:00+08:00'), to: ['case-officer', 'duty-lead', 'joint-office'] },
    ]);
  });
});

describe('R-108: an order is signed by two officers', () => {
  it('two', () => {
    expect(inForce(OFFICERS_PER_ORDER, appliedAt)).toBe(2);
  });
});

describe('R-107: stop orders go from the police to an institution', () => {
  it('as 100101, 100103 and 100105; only a case report comes from an institution', () => {
    const fromPolice = MESSAGES.filter(({ from }) => from === 'police').map(({ order }) => order);
    expect(fromPolice).toEqual(expect.arrayContaining(['100101', '100103', '100105']));
    expect(MESSAGES.filter(({ from }) => from === 'institution').map(({ order }) => order)).toEqual(['100401']);
  });
});

describe('R-114: every order is answered under the next even number', () => {
  it.each(MESSAGES.map(({ order, feedback }) => [order, feedback]))('%s', (order, feedback) => {
    expect(Number(feedback)).toBe(Number(order) + 1);
    expect(Number(order) % 2).toBe(1);
  });
});

describe('R-127: the watch of an account is an order of its own', () => {
  it('100305, ended by 100307', () => {
    const orders = MESSAGES.map(({ order }) => order);
    expect(orders).toContain('100305');
    expect(orders).toContain('100307');
  });
});
