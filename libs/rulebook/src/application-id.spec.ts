import { describe, expect, it } from '@jest/globals';
import { instant } from '@interlock/kernel';
import { applicationIdOf, isApplicationId } from './application-id.ts';

const at = instant('2021-03-22T23:59:59.999+08:00');

describe('R-131: an application id has 36 digits', () => {
  it('of business type, city date and time, sequence', () => {
    const id = applicationIdOf({ message: '100101', at, sequence: 42n });
    expect(id).toBe('010120210322235959000000000000000042');
    expect(id).toHaveLength(36);
    expect(isApplicationId(id)).toBe(true);
  });

  it('with the highest sequence that fits', () => {
    expect(isApplicationId(applicationIdOf({ message: '100101', at, sequence: 10n ** 18n - 1n }))).toBe(true);
  });

  it.each([
    ['a sequence of 19 digits', 10n ** 18n],
    ['a negative sequence', -1n],
  ])('refuses %s', (_, sequence) => {
    expect(() => applicationIdOf({ message: '100101', at, sequence })).toThrow(RangeError);
  });

  it.each(['', '0101', '01012021032223595900000000000000004x', '0101202103222359590000000000000000420'])(
    'does not take %p for one',
    (text) => {
      expect(isApplicationId(text)).toBe(false);
    },
  );
});
