import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { bankNode } from '@interlock/bank';
import { type AccountRef, type Instant, idOf, instant } from '@interlock/kernel';
import { createWorld } from '@interlock/simulator';
import { misfits } from './facts-fit.suite.ts';
import { type OneMember, startMember } from './one-member.suite.ts';

const PAID_AT = instant('2021-03-22T04:01:00.000Z');
const FIVE_PAST = instant('2021-03-22T04:05:00.000Z');
const AN_HOUR_ON = instant('2021-03-22T05:05:00.000Z');
const MULE = { number: '6230520000000000012', holder: '张某' };
const NEXT = { number: '6214830000000000017', holder: '李某' };

let bank: OneMember;
let mule: AccountRef;

beforeEach(async () => {
  bank = await startMember({
    code: 'bank-rural',
    definition: bankNode,
    startsAt: FIVE_PAST,
    ports: (given) => ({ core: createWorld({ ...given, seed: 'bank-desk' }).bank('bank-rural') }),
  });
  mule = bank.references.account('bank-rural', MULE.number);
});
afterEach(async () => {
  for (const listener of ['police', 'office', 'city'] as const) expect(misfits(await bank.heard(listener))).toEqual([]);
  await bank.stop();
  expect(bank.troubles).toEqual([]);
});

/** The list as the desk gets it; anything else is a mistake of the test. */
function measuresIn(answer: unknown): { readonly items: readonly { readonly row: { readonly grounds?: unknown } }[] } {
  const isPage = (value: unknown): value is ReturnType<typeof measuresIn> =>
    typeof value === 'object' && value !== null && 'items' in value;
  if (!isPage(answer)) throw new Error('Not a list of measures');
  return answer;
}

describe('R-134, R-401: own measures', () => {
  const measure = {
    kind: 'suspend',
    reason: 'monitoring',
    grade: 'high',
    why: '夜间大额转账',
    remedy: { channel: 'counter', papers: ['id-card'] },
  };

  it('are told once the account is in question, and so is their end', async () => {
    const applied = await bank.command('bank.apply-measure.v1', { account: { number: MULE.number }, ...measure }, idOf('measure'));
    expect(applied).toMatchObject({ ok: true, outcome: { measureId: idOf('measure'), accountRef: mule } });
    expect(await bank.heard('police')).toEqual([]);
    await bank.tell('police', { type: 'police.account-in-question.v1', proposalId: idOf('p'), accountRef: mule, askedAt: bank.now() });
    expect(await bank.heard('police')).toMatchObject([{ type: 'bank.own-hold-applied.v1', measureId: idOf('measure'), since: FIVE_PAST }]);
    await bank.command('bank.appeal-measure.v1', { measureId: idOf('measure'), grounds: '工资卡' });
    const { items } = measuresIn(await bank.ask('bank.measures.v1'));
    expect(await bank.ask('bank.open-fields.v1', { fields: [items[0]?.row.grounds], purpose: 'appeal' })).toEqual({
      ok: true,
      fields: [{ ok: true, clear: '工资卡' }],
    });
    await bank.command('bank.decide-appeal.v1', { measureId: idOf('measure'), verified: true, reason: 'salary-account' });
    expect((await bank.heard('city')).at(-1)).toMatchObject({ type: 'bank.own-hold-lifted.v1', measureId: idOf('measure') });
    expect(await bank.ask('bank.measures.v1')).toMatchObject({ items: [{ row: { state: 'lifted', isTold: true } }] });
  });

  it('are refused without the way back, with the rule', async () => {
    const answer = await bank.command('bank.apply-measure.v1', { account: { number: MULE.number }, ...measure, remedy: {} });
    expect(answer).toMatchObject({ ok: false, errors: [{ code: 'REMEDY_MISSING', rule: 'R-401' }] });
  });
});

describe('R-101: a customer reports at the bank', () => {
  const payment = (bankCode: string, paidAt: Instant) => ({
    reference: 'P1',
    from: { number: MULE.number, holder: MULE.holder },
    to: { bank: bankCode, number: NEXT.number, holder: NEXT.holder },
    amountFen: 1_00,
    paidAt,
  });
  const report = (bankCode: string, paidAt = PAID_AT) => ({
    kind: '01',
    reporter: { name: '陈某', idNumber: '330723199001010025', phone: '13900000001' },
    payments: [payment(bankCode, paidAt)],
  });

  it('is told to the police with everything personal sealed', async () => {
    expect(await bank.command('bank.report-case.v1', report('bank-rural'))).toMatchObject({ ok: true });
    const heard = await bank.heard('police');
    expect(heard).toMatchObject([{ type: 'bank.case-reported.v1', bank: 'bank-rural', payments: [{ from: mule, amountFen: 1_00 }] }]);
    for (const clear of ['陈某', '330723199001010025', '13900000001', MULE.number, NEXT.number])
      expect(JSON.stringify(heard)).not.toContain(clear);
  });

  it('is refused for a payment in the future or to nobody of the register', async () => {
    expect(await bank.command('bank.report-case.v1', report('bank-rural', AN_HOUR_ON))).toMatchObject({
      errors: [{ code: 'PAYMENT_IN_FUTURE', rule: 'R-102' }],
    });
    expect(await bank.command('bank.report-case.v1', report('bank-nowhere'))).toMatchObject({
      errors: [{ code: 'UNKNOWN_MEMBER', path: 'payments.0.to.bank' }],
    });
    expect(await bank.command('bank.report-case.v1', {})).toMatchObject({ ok: false, errors: [{ code: 'INVALID', path: 'kind' }, {}, {}] });
  });
});
