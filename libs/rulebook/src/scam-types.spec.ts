import { describe, expect, it } from '@jest/globals';
import { codesOf, isIn } from './closed-list.ts';
import { listEntryOf, OFFICIAL_LISTS, RISK_GROUP_TYPES, RISK_GROUPS, SCAM_TYPES } from './scam-types.ts';

describe('R-701: scam types have stable codes', () => {
  it('T01 to T23 and T99', () => {
    const codes = codesOf(SCAM_TYPES);
    expect(codes).toHaveLength(24);
    expect(codes[0]).toBe('T01');
    expect(codes.at(-1)).toBe('T99');
    expect(isIn(SCAM_TYPES, 'T24')).toBe(false);
  });

  it('an official list is a view over them: in 2025 loans and credit records are one entry', () => {
    expect(listEntryOf('T06', 2022)).toBeUndefined();
    expect(listEntryOf('T06', 2024)).toEqual(['T06']);
    expect(listEntryOf('T06', 2025)).toEqual(['T05', 'T06']);
    expect(listEntryOf('T05', 2025)).toEqual(['T05', 'T06']);
    expect(listEntryOf('T11', 2024)).toBeUndefined();
    expect(listEntryOf('T11', 2025)).toEqual(['T11']);
  });

  it('a kind is counted under its wider type', () => {
    expect(listEntryOf('T17', 2024)).toEqual(['T07']);
    expect(listEntryOf('T18', 2022)).toEqual(['T04']);
    expect(listEntryOf('T99', 2025)).toBeUndefined();
    expect(listEntryOf('T01', 2019)).toBeUndefined();
  });

  it('the lists have 5, 6 known of 10, 10 and 10 entries', () => {
    expect(Object.values(OFFICIAL_LISTS).map((list) => list.length)).toEqual([5, 6, 10, 10]);
  });

  it('each of the five groups at risk has types', () => {
    expect(codesOf(RISK_GROUPS)).toHaveLength(5);
    expect(RISK_GROUP_TYPES['finance-staff']).toEqual(['T17']);
    expect(RISK_GROUP_TYPES['owners-and-cadres']).toEqual(['T16']);
  });
});
