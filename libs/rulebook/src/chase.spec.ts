import { describe, expect, it } from '@jest/globals';
import { codesOf, isIn } from './closed-list.ts';
import { OWN_MEASURES, PLACES } from './chase.ts';

describe('R-136: a case’s loss lies in one of six places', () => {
  it('stopped, frozen, returned, escaped, in question, at risk', () => {
    expect(codesOf(PLACES)).toEqual(['stopped', 'frozen', 'returned', 'escaped', 'inQuestion', 'atRisk']);
  });
});

describe('R-134: what an institution may do by itself', () => {
  it('is a closed list, and a police stop is not on it', () => {
    expect(codesOf(OWN_MEASURES)).toEqual(['verify', 'identify-again', 'delay', 'restrict', 'suspend']);
    expect(isIn(OWN_MEASURES, 'stop')).toBe(false);
  });
});
