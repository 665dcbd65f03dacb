import { describe, expect, it } from '@jest/globals';
import { instant } from '@interlock/kernel';
import { codesOf } from './closed-list.ts';
import { LINE_ORDERS, restoreDueAt, REVERIFY_GROUNDS, reverifyDueAt } from './telecom.ts';

const noon = instant('2021-07-01T12:00:00+08:00');

describe('R-601: a card is verified again within 24 hours of being told', () => {
  it('24 hours', () => {
    expect(reverifyDueAt(noon)).toBe(instant('2021-07-02T12:00:00+08:00'));
  });

  it('on one of six grounds', () => {
    expect(codesOf(REVERIFY_GROUNDS)).toEqual(['involved', 'many-cards', 'sleeping', 'silent', 'hot-area', 'model']);
  });
});

describe('R-605: orders to an operator', () => {
  it('come from a closed list', () => {
    expect(codesOf(LINE_ORDERS)).toEqual(['suspend', 'restrict-outgoing', 'reverify', 'restore', 'protective-hold']);
  });
});

describe('R-606: a line is restored within 24 hours of verification', () => {
  it('24 hours', () => {
    expect(restoreDueAt(noon)).toBe(instant('2021-07-02T12:00:00+08:00'));
  });
});
