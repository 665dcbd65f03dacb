import { rosterOf } from '@interlock/hosting';
import { describe, expect, it } from '@jest/globals';
import { planServices } from './plan-services.ts';

const ROSTER = rosterOf([
  { code: 'police', kind: 'government', office: true },
  { code: 'bank-industry', kind: 'bank' },
  { code: 'bank-post', kind: 'bank' },
  { code: 'mobile', kind: 'operator' },
]);

describe('which process hosts which nodes', () => {
  it('one for each kind, unless said otherwise', () => {
    expect(planServices(ROSTER)).toEqual([
      { name: 'police', app: 'police', nodes: ['police'] },
      { name: 'bank', app: 'bank', nodes: ['bank-industry', 'bank-post'] },
      { name: 'telecom', app: 'telecom', nodes: ['mobile'] },
      { name: 'joint-office', app: 'joint-office', nodes: ['office'] },
      { name: 'gateway', app: 'gateway', nodes: ['city'] },
      { name: 'world', app: 'world', nodes: [] },
    ]);
  });

  it('a bank may have a process of its own, and the rest share one', () => {
    expect(planServices(ROSTER, ['bank', 'bank:bank-post'])).toEqual([
      { name: 'bank', app: 'bank', nodes: ['bank-industry'] },
      { name: 'bank-post', app: 'bank', nodes: ['bank-post'] },
      { name: 'world', app: 'world', nodes: [] },
    ]);
    expect(planServices(ROSTER, ['bank:bank-post+bank-industry'])).toMatchObject([
      { nodes: ['bank-post', 'bank-industry'] },
      { app: 'world' },
    ]);
  });

  it('what is not there is refused by name', () => {
    expect(() => planServices(ROSTER, ['court'])).toThrow('court is none of police');
    expect(() => planServices(ROSTER, ['bank:mobile'])).toThrow('mobile is none of bank-industry, bank-post');
    expect(() => planServices(ROSTER, ['police', 'police'])).toThrow('twice');
  });
});
