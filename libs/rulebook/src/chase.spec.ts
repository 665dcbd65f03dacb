import { describe, expect, it } from '@jest/globals';
import { codesOf, isIn } from './closed-list.ts';
import { OWN_MEASURES } from './chase.ts';

describe('R-134: what an institution may do by itself', () => {
  it('is a closed list, and a police stop is not on it', () => {
    expect(codesOf(OWN_MEASURES)).toEqual(['verify', 'identify-again', 'delay', 'restrict', 'suspend']);
    expect(isIn(OWN_MEASURES, 'stop')).toBe(false);
  });
});
