import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cityNode } from '../city.node.ts';
import { FEED_ACCESS } from './feed-access.ts';
import { type ToldFact, feedsOf } from './feed.testing.ts';

const CASE = '3f1c1a52-6f0e-5d2a-9c54-1f2a7b9c6e10';
const ORDER = '8a1c1a52-6f0e-5d2a-9c54-1f2a7b9c6e11';
const PROPOSAL = '9b1c1a52-6f0e-5d2a-9c54-1f2a7b9c6e12';
const ACCOUNT = `a1.${'b'.repeat(26)}`;
const NOON = '2026-03-02T04:00:00.000Z';

const PROPOSED: ToldFact = {
  from: 'police',
  fact: {
    type: 'police.stop-proposed.v1',
    proposalId: PROPOSAL,
    caseId: CASE,
    accountRef: ACCOUNT,
    bank: 'bank-industry',
    proposedAt: NOON,
  },
  caseId: CASE,
};
const WITHDRAWN: ToldFact = {
  from: 'police',
  fact: { type: 'police.stop-proposal-withdrawn.v1', proposalId: PROPOSAL, caseId: CASE, accountRef: ACCOUNT, withdrawnAt: NOON },
  caseId: CASE,
};
const ORDERED: ToldFact = {
  from: 'police',
  fact: {
    ...{ type: 'police.stop-ordered.v1', orderId: ORDER, applicationId: 'x'.repeat(36), caseId: CASE, caseNo: 'C-1', accountRef: ACCOUNT },
    ...{ bank: 'bank-industry', number: 1, namedFen: 100, firstInflowAt: NOON, orderedAt: NOON, urgency: 'urgent' },
  },
  caseId: CASE,
};
const LAPSED: ToldFact = {
  from: 'police',
  fact: { type: 'police.stop-lapsed.v1', orderId: ORDER, caseId: CASE, accountRef: ACCOUNT, lapsedAt: NOON, uncoveredFen: 7_700 },
  caseId: CASE,
};
const HELD: ToldFact = {
  from: 'bank-industry',
  fact: { type: 'bank.own-hold-applied.v1', measureId: PROPOSAL, accountRef: ACCOUNT, bank: 'bank-industry', reason: 'model', since: NOON },
  caseId: CASE,
};
const ENTERED: ToldFact = {
  from: 'police',
  fact: {
    ...{ type: 'police.case-entered.v1', caseId: CASE, caseNo: 'C-1', unit: 'county-wuyi', enteredAt: NOON, late: false, scamType: 'T01' },
    payments: [{ from: ACCOUNT, to: ACCOUNT }],
  },
};

const lastOf = (feed: string, ...told: readonly ToldFact[]) => feedsOf(told).get(feed)?.at(-1);

describe('S5, P3: what a member may see is decided once, when its entry is written', () => {
  it('has a row for every fact that the city receives, and no other', () => {
    expect(Object.keys(FEED_ACCESS).sort()).toEqual(
      cityNode.receives
        .map((contract) => contract.type)
        .filter((type) => type !== 'police.account-in-question.v1')
        .sort(),
    );
  });

  it('names only fields that the contract has', () => {
    for (const contract of cityNode.receives) {
      const known = fieldsOf(contract);
      const rule = FEED_ACCESS[contract.type];
      const named = [...(rule?.subject.split('/') ?? []), rule?.at, ...Object.values(rule?.shows ?? {}).flatMap((shown) => shown.fields)];
      expect(named.filter((field) => field !== undefined && !known.includes(field))).toEqual([]);
    }
  });

  it('gives the bank an order with its case, and the account of a proposal without', () => {
    expect(lastOf('bank-industry', ORDERED)).toMatchObject({ type: 'FeedEntered', caseId: CASE, data: { orderId: ORDER, caseNo: 'C-1' } });
    const proposal = lastOf('bank-industry', PROPOSED);
    expect(proposal).toMatchObject({ subject: ACCOUNT, data: { proposalId: PROPOSAL, accountRef: ACCOUNT } });
    expect(JSON.stringify(proposal)).not.toContain(CASE);
  });

  it('finds the bank of a fact that names the account only, and hides what no freeze covers from it', () => {
    expect(lastOf('bank-industry', ORDERED, LAPSED)).toMatchObject({ kind: 'police.stop-lapsed.v1', data: { orderId: ORDER } });
    expect(JSON.stringify(lastOf('bank-industry', ORDERED, LAPSED))).not.toContain('7700');
    expect(lastOf('police', ORDERED, LAPSED)).toMatchObject({ data: { uncoveredFen: 7_700 } });
  });

  it('keeps the case out of a bank’s own hold, though it knows it for the police', () => {
    expect(JSON.stringify(lastOf('bank-industry', HELD))).not.toContain(CASE);
    expect(lastOf('police', HELD)).toMatchObject({ caseId: CASE });
  });

  it('tells the office of a case how it stands, not whose money went where', () => {
    const entry = lastOf('office', ENTERED);
    expect(entry).toMatchObject({ caseId: CASE, data: { caseNo: 'C-1', late: false } });
    expect(JSON.stringify(entry)).not.toContain(ACCOUNT);
    expect(feedsOf([ORDERED, PROPOSED, HELD]).has('office')).toBe(false);
  });

  it('shows a number’s measures to its operator and the police only', () => {
    const asked: ToldFact = {
      from: 'operator-mobile',
      fact: {
        type: 'telecom.line-restored.v1',
        measureId: ORDER,
        numberRef: `n1.${'c'.repeat(26)}`,
        operator: 'operator-mobile',
        reason: 'verified',
        restoredAt: NOON,
        lineOpen: true,
      },
    };
    expect([...feedsOf([asked]).keys()].sort()).toEqual(['operator-mobile', 'police']);
  });
});

describe('S4: a member that loses sight is told once, without content', () => {
  it('leaves the view when a proposal is withdrawn and nothing was ordered', () => {
    const left = lastOf('bank-industry', PROPOSED, WITHDRAWN);
    expect(left).toEqual({ type: 'FeedLeft', entryId: expect.any(String), at: NOON, subject: ACCOUNT });
  });

  it('stays in the view when an order was sent', () => {
    expect(lastOf('bank-industry', PROPOSED, ORDERED, WITHDRAWN)).toMatchObject({ kind: 'police.stop-ordered.v1' });
  });
});

describe('S5: a feed does not depend on what its member may not see', () => {
  const banks = ['bank-industry', 'bank-rural', 'bank-postal'];
  const accounts = [0, 1, 2, 3, 4, 5].map((index) => ({ ref: `a1.${'abcdef'.charAt(index).repeat(26)}`, bank: banks[index % 3] ?? '' }));
  const caseIds = [1, 2].map((index) => `3f1c1a52-6f0e-5d2a-9c54-00000000000${String(index)}`);
  const ids = fc.integer({ min: 0, max: 9 }).map((index) => `8a1c1a52-6f0e-5d2a-9c54-10000000000${String(index)}`);
  const told: fc.Arbitrary<ToldFact> = fc
    .record({
      type: fc.constantFrom(...Object.keys(FEED_ACCESS)),
      account: fc.constantFrom(...accounts),
      caseId: fc.constantFrom(...caseIds),
      id: ids,
    })
    .map(({ type, account, caseId, id }) => {
      const publisher = type.split('.')[0] ?? '';
      const from = publisher === 'bank' ? account.bank : publisher === 'telecom' ? 'operator-mobile' : 'police';
      const ownIds =
        type.includes('proposed') || type.includes('proposal')
          ? { proposalId: id }
          : type.includes('freeze')
            ? { freezeId: id }
            : { orderId: id };
      return {
        from,
        caseId,
        fact: {
          type,
          caseId,
          accountRef: account.ref,
          ...ownIds,
          bank: account.bank,
          caseNo: `no ${caseId}`,
          reason: `of ${account.bank}`,
        },
      };
    });

  it('is the same, number by number, when everything hidden from a bank never happened', () => {
    fc.assert(
      fc.property(fc.array(told, { maxLength: 40 }), (facts) => {
        const all = feedsOf(facts);
        for (const bank of banks) {
          const own = facts.filter(
            ({ fact }) =>
              (fact['bank'] === bank && FEED_ACCESS[fact.type]?.shows.bank !== undefined) ||
              (fact.type === 'police.stop-proposal-withdrawn.v1' && fact['bank'] === bank),
          );
          expect(all.get(bank) ?? []).toEqual(feedsOf(own).get(bank) ?? []);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('holds no reference, case or bank of anybody else', () => {
    fc.assert(
      fc.property(fc.array(told, { maxLength: 40 }), (facts) => {
        for (const [feed, entries] of feedsOf(facts)) {
          if (!banks.includes(feed)) continue;
          const text = JSON.stringify(entries);
          for (const { ref, bank } of accounts) if (bank !== feed) expect(text.includes(ref) || text.includes(bank)).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('leaves one entry of each command: the numbers have no gap', () => {
    fc.assert(
      fc.property(fc.array(told, { maxLength: 40 }), (facts) => {
        expect(feedsOf(facts).get('police')?.length ?? 0).toBe(facts.length);
      }),
    );
  });
});

function fieldsOf(contract: object): readonly string[] {
  if (!('schema' in contract) || typeof contract.schema !== 'object' || contract.schema === null || !('shape' in contract.schema))
    return [];
  return Object.keys(contract.schema.shape ?? {});
}
