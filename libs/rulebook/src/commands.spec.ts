import { describe, expect, it } from '@jest/globals';
import { instant } from '@interlock/kernel';
import { commandValidUntil, isExpired, isSkewed } from './commands.ts';

const noon = instant('2021-03-22T04:00:00Z');

describe('D-01: a command is valid for 2 minutes', () => {
  it.each([
    ['2021-03-22T04:01:59.999Z', false],
    ['2021-03-22T04:02:00.000Z', false],
    ['2021-03-22T04:02:00.001Z', true],
  ])('sent at noon, expired at %s: %p', (at, expired) => {
    expect(isExpired(commandValidUntil(noon), instant(at))).toBe(expired);
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
