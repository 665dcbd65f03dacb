import { describe, expect, it } from '@jest/globals';
import { RESERVED_NAMES, rosterOf } from './roster.ts';

describe('the nodes of a register', () => {
  it.each([...RESERVED_NAMES, 'city'])('none is called %s: its certificate would be somebody else’s', (code) => {
    expect(() => rosterOf([{ code, kind: 'bank' }])).toThrow(`No member can be called ${code}`);
  });

  it('are police, office, banks, operators and the city', () => {
    const members = [
      { code: 'police', kind: 'government', office: true },
      { code: 'pay-one', kind: 'payment' },
      { code: 'court', kind: 'government' },
    ];
    expect(rosterOf(members).map(({ code, member, kind }) => `${code} ${member} ${kind}`)).toEqual([
      'police police police',
      'office police office',
      'pay-one pay-one bank',
      'city city city',
    ]);
  });
});
