import { describe, expect, it } from '@jest/globals';
import { codesOf } from './closed-list.ts';
import { RESTRICTION_ITEMS, RISK_GRADES } from './measures.ts';

describe('R-401: a restriction tells the person three things', () => {
  it('reason, remedy channel and papers needed', () => {
    expect(codesOf(RESTRICTION_ITEMS)).toEqual(['reason', 'remedyChannel', 'papersNeeded']);
  });
});

describe('R-402: measures are graded by risk', () => {
  it('low, medium, high', () => {
    expect(codesOf(RISK_GRADES)).toEqual(['low', 'medium', 'high']);
  });
});
