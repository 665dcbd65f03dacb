import { describe, expect, it } from '@jest/globals';
import { type Instant, given } from '@interlock/kernel';
import { type OrderFreeze } from './freeze.commands.ts';
import { freezeDecider } from './freeze.decider.ts';
import { type FreezeEvent } from './freeze.events.ts';
import { publishFreeze } from './freeze.publish.ts';

const NOON: Instant = '2021-03-22T04:00:00.000Z';
/** six calendar months later, the same city time. */
const END: Instant = '2021-09-22T04:00:00.000Z';
const account = { accountRef: 'a1.mmmmmmmmmmmmmmmmmmmmmmmmmm', bank: 'bank-industry' } as const;
const head = { person: 'P-1', role: 'approving-head', unit: 'wuyi', level: 'county' } as const;
const cityHead = { person: 'P-2', role: 'approving-head', unit: 'city', level: 'city' } as const;
const reason = { sealed: 1, key: 'police/k', commandId: 'c', path: 'reason', box: 'x' } as const;
const of = { ...account, freezeId: 'f', caseId: 'case-a' };
const order: OrderFreeze = {
  type: 'OrderFreeze',
  ...of,
  applicationId: '0'.repeat(36),
  caseNo: '2021-JH-000001',
  sumFen: 100,
  tracedFen: 100,
  counted: [],
  filingId: 'filing',
  period: 'ordinary',
  approvedBy: head,
  at: NOON,
};
const ordered: FreezeEvent = {
  type: 'FreezeOrdered',
  ...of,
  applicationId: '0'.repeat(36),
  caseNo: '2021-JH-000001',
  sumFen: 100,
  filingId: 'filing',
  period: 'ordinary',
  months: 6,
  orderedAt: NOON,
  approvedBy: head,
};
const answer = {
  type: 'RecordFrozen',
  ...account,
  freezeId: 'f',
  frozenFen: 100,
  balanceFen: 150,
  availableFen: 50,
  answeredAt: NOON,
  at: NOON,
} as const;
const applied: FreezeEvent = {
  type: 'FreezeApplied',
  ...of,
  frozenFen: 100,
  balanceFen: 150,
  availableFen: 50,
  startsAt: NOON,
  until: END,
};
const after = (...history: readonly FreezeEvent[]) => given(freezeDecider, ...history);
const typesOf = (said: { readonly events?: readonly FreezeEvent[] }) => said.events?.map(({ type }) => type);

describe('R-119: nothing is frozen before the case is filed', () => {
  it('the refusal is a fact, whoever approved', () => {
    const { filingId: _, ...unfiled } = order;
    expect(after().when({ ...unfiled, approvedBy: cityHead })).toMatchObject({
      ok: false,
      rejection: { type: 'NotFiled', rule: 'R-119' },
      events: [{ type: 'FreezeRefused', rule: 'R-119', refusedAt: NOON }],
    });
  });

  it('the filing travels with the order', () => {
    expect(after().when(order)).toEqual({ ok: true, events: [ordered] });
  });
});

describe('R-201, R-203: who approves, and for how long', () => {
  it.each([
    ['ordinary', undefined, undefined],
    ['ordinary', { ...head, level: 'township' }, undefined],
    ['ordinary', { ...head, role: 'officer' }, undefined],
    ['ordinary', head, 6],
    ['major', head, undefined],
    ['major', cityHead, 12],
  ] as const)('%s, by %p: %p months', (period, approvedBy, months) => {
    const { approvedBy: _, ...bare } = order;
    const said = after().when({ ...bare, period, ...(approvedBy && { approvedBy }) });
    if (months === undefined)
      expect(said).toMatchObject({
        ok: false,
        rejection: { type: 'ApprovalNeeded', rule: period === 'major' ? 'R-203' : 'R-201', level: period === 'major' ? 'city' : 'county' },
      });
    else expect(said).toMatchObject({ ok: true, events: [{ type: 'FreezeOrdered', months }] });
  });
});

describe('R-201: the bank sees who approved', () => {
  it('by the head’s code and unit, and so does the city', () => {
    expect(publishFreeze(ordered).map(({ to, data }) => [to, data['approvedBy']])).toEqual([
      ['bank-industry', { person: 'P-1', unit: 'wuyi' }],
      ['city', { person: 'P-1', unit: 'wuyi' }],
    ]);
  });
});

describe('R-208: a freeze is for a traced sum', () => {
  it.each([
    [0, 'NothingToFreeze'],
    [101, 'SumExceedsTraced'],
  ])('not for %i of 100', (sumFen, type) => {
    expect(after().when({ ...order, sumFen })).toMatchObject({ ok: false, rejection: { type, rule: 'R-208' } });
  });

  it('nor for one that another officer’s order took since it was read', () => {
    const second = { ...order, freezeId: 'g' };
    expect(after(ordered).when(second)).toEqual({ ok: false, rejection: { type: 'SumExceedsTraced', rule: 'R-208', tracedFen: 0 } });
    expect(after({ ...ordered, sumFen: 40 }).when({ ...second, sumFen: 60 })).toMatchObject({ events: [{ sumFen: 60 }] });
    expect(after(ordered).when({ ...second, counted: ['f'] })).toMatchObject({ events: [{ sumFen: 100 }] });
    expect(after({ ...ordered, caseId: 'case-b' }).when(second)).toMatchObject({ events: [{ sumFen: 100 }] });
  });
});

describe('R-202: six months from the bank’s own moment', () => {
  it('the same city time six calendar months later', () => {
    expect(after(ordered).when(answer)).toEqual({ ok: true, events: [applied] });
  });

  it('a year where the case is major (R-203)', () => {
    expect(after({ ...ordered, months: 12, period: 'major' }).when(answer)).toMatchObject({
      events: [{ until: '2022-03-22T04:00:00.000Z' }],
    });
  });

  it('for the months that the order names: bank and city reckon with the same', () => {
    expect(after({ ...ordered, months: 9 }).when(answer)).toMatchObject({ events: [{ until: '2021-12-22T04:00:00.000Z' }] });
  });

  it('an answer that comes twice changes nothing, one to no order is not taken', () => {
    expect(after(ordered, applied).when(answer)).toEqual({ ok: true, events: [] });
    expect(after().when(answer)).toEqual({ ok: false, rejection: { type: 'NoSuchFreeze' } });
  });
});

describe('R-206: where nothing is free a freeze queues', () => {
  const queued = after(ordered).when({ ...answer, frozenFen: 0, availableFen: 0 });

  it('and takes effect when the bank says so', () => {
    expect(typesOf(queued)).toEqual(['FreezeQueued']);
    const later: Instant = '2021-05-01T04:00:00.000Z';
    expect(after(ordered, ...(queued.events ?? [])).when({ ...answer, answeredAt: later, at: later })).toMatchObject({
      ok: true,
      events: [{ type: 'FreezeApplied', startsAt: later, until: '2021-11-01T04:00:00.000Z' }],
    });
  });

  it('freezes of several cases stand side by side', () => {
    const second = after(ordered, applied).when({ ...order, freezeId: 'g', caseId: 'case-b' });
    expect(typesOf(second)).toEqual(['FreezeOrdered']);
  });
});

describe('R-205: a renewal is made before the end', () => {
  const renew = { type: 'RenewFreeze', ...account, freezeId: 'f', period: 'ordinary', approvedBy: head } as const;

  it.each([
    ['2021-09-22T03:59:59.999Z', true],
    [END, false],
    ['2021-09-22T04:00:00.001Z', false],
  ] as const)('at %s: %p', (at: Instant, isInTime) => {
    const said = after(ordered, applied).when({ ...renew, at });
    expect(said.ok).toBe(isInTime);
    if (said.ok) expect(said.events).toMatchObject([{ type: 'FreezeRenewed', until: '2022-03-22T04:00:00.000Z' }]);
    else expect(said.rejection).toEqual({ type: 'FreezeOver', rule: 'R-205' });
  });

  it('R-205: a year that the city approved is renewed by the city, also for the ordinary period, and ever after', () => {
    const major: FreezeEvent = { ...ordered, period: 'major', months: 12, approvedBy: cityHead };
    const refused = { ok: false, rejection: { type: 'ApprovalNeeded', rule: 'R-205', level: 'city' } };
    expect(after(major, applied).when({ ...renew, at: NOON })).toEqual(refused);
    const byCity = after(major, applied).when({ ...renew, approvedBy: cityHead, at: NOON });
    expect(byCity).toMatchObject({ ok: true, events: [{ type: 'FreezeRenewed', period: 'ordinary' }] });
    expect(after(major, applied, ...(byCity.events ?? [])).when({ ...renew, at: NOON })).toEqual(refused);
    // A renewal for a year makes it one that the city approved.
    const lengthened = after(ordered, applied).when({ ...renew, period: 'major', approvedBy: cityHead, at: NOON });
    expect(after(ordered, applied, ...(lengthened.events ?? [])).when({ ...renew, at: NOON })).toEqual(refused);
  });

  it('by the same level', () => {
    const { approvedBy: _, ...bare } = renew;
    expect(after(ordered, applied).when({ ...bare, at: NOON })).toMatchObject({ rejection: { type: 'ApprovalNeeded', rule: 'R-205' } });
    expect(after(ordered, applied).when({ ...renew, period: 'major', at: NOON })).toMatchObject({ rejection: { level: 'city' } });
  });

  it.each([
    ['2021-09-22T03:59:59.999Z', { ok: false, rejection: { type: 'NotDueYet', dueAt: END } }],
    [END, { ok: true, events: [{ type: 'FreezeLapsed', ...of, lapsedAt: END }] }],
    ['2021-10-01T00:00:00.000Z', { ok: true, events: [{ type: 'FreezeLapsed', ...of, lapsedAt: END }] }],
  ] as const)('else it lapses, when the alarm rings at %s', (at: Instant, said) => {
    expect(after(ordered, applied).when({ type: 'LapseFreeze', ...account, freezeId: 'f', at })).toEqual(said);
  });

  it('a reminder is about the end that stands', () => {
    const remind = { type: 'RemindRenewal', ...account, freezeId: 'f', daysLeft: 30, until: END, at: '2021-08-23T04:00:00.000Z' } as const;
    expect(typesOf(after(ordered, applied).when(remind))).toEqual(['RenewalReminded']);
    const renewed = after(ordered, applied).when({ ...renew, at: NOON });
    expect(after(ordered, applied, ...(renewed.events ?? [])).when(remind)).toEqual({ ok: true, events: [] });
  });
});

describe('R-211, R-212: a freeze is lifted by the organ that approved it', () => {
  const lift = { type: 'LiftFreeze', ...account, freezeId: 'f', reason, approvedBy: head, at: NOON } as const;

  it('not by another one, not twice', () => {
    expect(after(ordered, applied).when({ ...lift, approvedBy: cityHead })).toMatchObject({
      rejection: { type: 'OtherOrgan', rule: 'R-211' },
    });
    const lifting = after(ordered, applied).when(lift);
    expect(typesOf(lifting)).toEqual(['LiftOrdered']);
    expect(after(ordered, applied, ...(lifting.events ?? [])).when(lift)).toEqual({ ok: false, rejection: { type: 'AlreadyLifting' } });
  });

  it('is over with the bank’s word', () => {
    const lifted = after(ordered, applied).when({ type: 'RecordLifted', ...account, freezeId: 'f', liftedAt: NOON, at: NOON });
    expect(typesOf(lifted)).toEqual(['FreezeLifted']);
    expect(after(ordered, applied, ...(lifted.events ?? [])).when(lift)).toMatchObject({ rejection: { type: 'FreezeOver' } });
  });

  it('R-212: of a withdrawn case it becomes due, once, and no machine lifts it', () => {
    const mark = { type: 'MarkLiftsDue', ...account, caseId: 'case-a', dueSince: NOON, at: NOON } as const;
    const other: FreezeEvent = { ...ordered, freezeId: 'g', caseId: 'case-b' };
    const marked = after(ordered, other, applied).when(mark);
    expect(marked).toMatchObject({ events: [{ type: 'LiftBecameDue', freezeId: 'f', rule: 'R-212' }] });
    expect(marked.events).toHaveLength(1);
    expect(after(ordered, other, applied, ...(marked.events ?? [])).when(mark)).toEqual({ ok: true, events: [] });
  });
});
