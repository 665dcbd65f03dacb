import { describe, expect, it } from '@jest/globals';
import { instant } from '@interlock/kernel';
import { endOfLocalDay, localDayOf, localStamp, plusDays, plusMonths } from './calendar.ts';

describe('calendar months in the city', () => {
  it.each([
    ['2021-03-22T19:51:00+08:00', 6, '2021-09-22T19:51:00+08:00'],
    ['2021-08-31T10:00:00+08:00', 6, '2022-02-28T10:00:00+08:00'],
    ['2023-08-31T10:00:00+08:00', 6, '2024-02-29T10:00:00+08:00'],
    ['2024-02-29T10:00:00+08:00', 12, '2025-02-28T10:00:00+08:00'],
    ['2021-12-31T23:59:59.999+08:00', 2, '2022-02-28T23:59:59.999+08:00'],
    ['2021-01-15T00:00:00+08:00', -1, '2020-12-15T00:00:00+08:00'],
    ['2100-01-31T08:00:00+08:00', 1, '2100-02-28T08:00:00+08:00'],
  ])('%s and %i months is %s', (from, months, to) => {
    expect(plusMonths(instant(from), months)).toBe(instant(to));
  });

  it('counts the local day where UTC still has the day before', () => {
    expect(plusMonths(instant('2021-08-30T17:00:00Z'), 6)).toBe('2022-02-27T17:00:00.000Z'); // 31 August, 01:00 local, to 28 February
  });

  it('refuses parts of a month', () => {
    expect(() => plusMonths(instant('2021-03-22T00:00:00Z'), 0.5)).toThrow('Not a number of months: 0.5');
  });
});

describe('local days in the city', () => {
  it.each([
    ['2021-03-22T15:59:59.999Z', '2021-03-22', '2021-03-22T16:00:00.000Z'],
    ['2021-03-22T16:00:00.000Z', '2021-03-23', '2021-03-23T16:00:00.000Z'],
    ['2021-03-22T16:00:00.001Z', '2021-03-23', '2021-03-23T16:00:00.000Z'],
  ])('%s lies on %s, which ends at %s', (at, day, end) => {
    expect(localDayOf(instant(at))).toBe(day);
    expect(endOfLocalDay(instant(at))).toBe(end);
  });

  it('writes a moment as the message interface does', () => {
    expect(localStamp(instant('2021-03-22T04:05:06.789Z'))).toBe('20210322120506');
  });

  it('adds days of 24 hours', () => {
    expect(plusDays(instant('2021-03-22T04:05:06.789Z'), 3)).toBe('2021-03-25T04:05:06.789Z');
  });
});
