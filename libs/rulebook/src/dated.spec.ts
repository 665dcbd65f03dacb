import { describe, expect, it } from '@jest/globals';
import { instant } from '@interlock/kernel';
import { ALWAYS, type Dated, inForce } from './dated.ts';

const fromJune = instant('2021-06-02T00:00:00+08:00');
const limit: Dated = [
  { from: ALWAYS, value: 2 },
  { from: fromJune, value: 3 },
];

describe('a dated value', () => {
  it.each([
    ['2021-06-01T15:59:59.999Z', 2],
    ['2021-06-01T16:00:00.000Z', 3],
    ['2021-06-01T16:00:00.001Z', 3],
    ['1999-01-01T00:00:00.000Z', 2],
    ['2099-01-01T00:00:00.000Z', 3],
  ])('is at %s the one in force then: %i', (at, value) => {
    expect(inForce(limit, instant(at))).toBe(value);
  });

  it('is an error before the first entry, not a guess', () => {
    expect(() => inForce(limit.slice(1), instant('2021-06-01T15:59:59.999Z'))).toThrow('Nothing was in force at 2021-06-01T15:59:59.999Z');
  });
});
