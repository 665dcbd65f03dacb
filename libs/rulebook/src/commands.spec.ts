import { describe, expect, it } from '@jest/globals';
import { instant } from '@interlock/kernel';
import { commandValidUntil, isSkewed, LOOK_UPS_PER_HOUR_MAX } from './commands.ts';
import { inForce } from './dated.ts';

const noon = instant('2021-03-22T04:00:00Z');

describe('D-01: a command is valid for 2 minutes', () => {
  it('from when it is sent', () => {
    expect(commandValidUntil(noon)).toBe('2021-03-22T04:02:00.000Z');
  });
});

describe('D-02: clocks that differ by more than 2 minutes raise a notice', () => {
  it.each([
    ['2021-03-22T04:02:00.000Z', false],
    ['2021-03-22T04:02:00.001Z', true],
    ['2021-03-22T03:58:00.000Z', false],
    ['2021-03-22T03:57:59.999Z', true],
  ])('the bank says %s, received at noon: %p', (banksMoment, skewed) => {
    expect(isSkewed(instant(banksMoment), noon)).toBe(skewed);
  });
});

describe('D-05: one person looks up at most 120 numbers an hour', () => {
  it('120', () => {
    expect(inForce(LOOK_UPS_PER_HOUR_MAX, noon)).toBe(120);
  });
});
