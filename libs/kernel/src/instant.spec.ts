import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromMs, instant, isBefore, isInstant, msBetween, plusHours, plusMs, toMs } from './instant.ts';

describe('an instant', () => {
  it('is UTC with milliseconds, whatever offset it was written with', () => {
    expect(instant('2021-03-22T11:51:00+08:00')).toBe('2021-03-22T03:51:00.000Z');
  });

  it.each(['2021-03-22', '2021-03-22T03:51:00Z', '2021-02-30T00:00:00.000Z', '2021-03-22T03:51:00.000+08:00', '', 'soon'])(
    'is not %j',
    (text) => {
      expect(isInstant(text)).toBe(false);
    },
  );

  it('refuses a text that names no moment', () => {
    expect(() => instant('noon')).toThrow(RangeError);
  });

  it('sorts as text in the order of time', () => {
    const ms = fc.integer({ min: 0, max: 4_102_444_800_000 });
    fc.assert(fc.property(ms, ms, (a, b) => isBefore(fromMs(a), fromMs(b)) === a < b && toMs(fromMs(a)) === a));
  });

  it('adds whole hours, over months and leap days', () => {
    expect(plusHours('2024-02-28T12:00:00.000Z', 48)).toBe('2024-03-01T12:00:00.000Z');
    expect(msBetween('2024-02-28T12:00:00.000Z', plusMs('2024-02-28T12:00:00.000Z', -1))).toBe(-1);
  });
});
