import { beforeEach, describe, expect, it } from '@jest/globals';
import { type CommandAnswer, idOf, plusHours, plusMinutes, plusMs } from '@interlock/kernel';
import { number, openStory, outcomeOf, PAID, ref, START, type Story } from './chase/story.testing.ts';
import { HEAD, refOf, SECOND, sealedBy } from './desk.testing.ts';

let story: Story;
beforeEach(async () => {
  story = await openStory();
});

const company = { bank: 'bank-rural', number: number.company, holder: '武义某某公司', kind: 'corporate' } as const;
const m1 = { bank: 'bank-industry', number: number.m1, holder: '张某' } as const;
const payment = { reference: 'PAY-9', from: company, to: m1, amountFen: 100, paidAt: START } as const;
const codesOf = (answer: CommandAnswer) => (answer.ok ? [] : answer.errors.map(({ code, path }) => [code, path]));

async function accepted(): Promise<string> {
  const { caseId } = outcomeOf(await story.desk.send('police.report-case.v1', {}));
  outcomeOf(await story.desk.send('police.accept-case.v1', { caseId }));
  return String(caseId);
}

describe('R-101, R-102, R-105: a report', () => {
  it('is stored at once, with a number, what is missing and its receipt', async () => {
    const answer = outcomeOf(await story.desk.send('police.report-case.v1', { reporter: { name: '陈某' }, receipt: 'undeliverable' }));
    expect(answer).toMatchObject({ caseNo: '2021-JH-000001', receipt: 'undeliverable' });
    expect(answer['missing']).toContain('victimIdNumber');
    expect(answer['missing']).not.toContain('victimName');
    expect(story.desk.toldTo('office', 'police.case-reported.v1')).toHaveLength(1);
  });

  it('that mistakes numbers is stored as it was told, and each of them is listed back, to be asked again', async () => {
    const told = {
      reporter: { name: '陈某', idNumber: '330723199001010026', phone: '1390000000' },
      payments: [
        { from: { bank: 'bank-rural', number: '12020242199000123' }, to: { bank: 'bank-industry', number: '62220200000000019' } },
        { from: { bank: 'bank-rural', number: number.m1 }, to: { bank: 'bank-rural', number: number.m1 } },
        { from: { bank: 'bank-rural', number: '1202024219900012345' }, to: { bank: 'bank-industry', number: number.m1 } },
      ],
    };
    const again = { commandId: idOf('mistaken') };
    const first = outcomeOf(await story.desk.send('police.report-case.v1', told, again));
    const unfit = ['victimIdNumber', 'victimPhone', 'payments.0.suspectAccount', 'payments.1.suspectAccount'];
    expect(first['unfit']).toEqual(unfit);
    expect(first['missing']).not.toContain('payments.0.suspectAccount');
    expect(outcomeOf(await story.desk.send('police.report-case.v1', told, again))).toEqual(first);
    expect(await story.desk.ask('police.case.v1', { caseId: first['caseId'] })).toMatchObject({ case: { unfit } });
  });

  it('without a mistake lists none back', async () => {
    const reporter = { name: '陈某', idNumber: '330723199001010025', phone: '13900000001' };
    const answer = outcomeOf(await story.desk.send('police.report-case.v1', { reporter }));
    expect(answer['unfit']).toEqual([]);
    expect(await story.desk.ask('police.case.v1', { caseId: answer['caseId'] })).not.toHaveProperty('case.unfit');
  });

  it.each([
    ['a NUL sign', { summary: 'a\u0000b' }, 'summary'],
    ['200,000 characters', { summary: 'x'.repeat(200_000) }, 'summary'],
    ['letters for an account', { payments: [{ to: { number: '6222O2OOOOOOOOO18' } }] }, 'payments.0.to.number'],
    ['a NUL sign in a number', { payments: [{ to: { number: '6222020000\u00000000018' } }] }, 'payments.0.to.number'],
  ])('with %s is refused with its path and what to do, never with the text', async (_, body, path) => {
    const answer = await story.desk.send('police.report-case.v1', body);
    expect(codesOf(answer)).toEqual([['INVALID', path]]);
    expect(JSON.stringify(answer)).not.toMatch(/xxx|O2O|\\u0000/);
    expect(JSON.stringify(answer)).toMatch(/at most 4000 characters; shorten|take it out|write its 6 to 32 digits/);
  });

  it('repeated keeps its case and number, and uses up no other', async () => {
    const again = { commandId: idOf('report') };
    const first = outcomeOf(await story.desk.send('police.report-case.v1', {}, again));
    expect(outcomeOf(await story.desk.send('police.report-case.v1', {}, again))).toEqual(first);
    expect(outcomeOf(await story.desk.send('police.report-case.v1', {}))).toMatchObject({ caseNo: '2021-JH-000002' });
  });

  it('of a bank (100401) opens a case by itself, and its payments can be taken over', async () => {
    const bank = 'bank-rural';
    const sealed = (clear: string) => sealedBy(bank, clear);
    const paid = {
      ...{ reference: 'PAY-7', from: ref('company'), fromNumber: sealed(number.company), fromHolder: sealed('x') },
      ...{ to: ref('m1'), toBank: 'bank-industry', toNumber: sealed(number.m1), toHolder: sealed('y') },
      ...{ amountFen: 700, paidAt: START, alreadyStopped: false },
    };
    const reporter = { name: sealed('n'), idNumber: sealed('i'), phone: sealed('p') };
    const reportId = idOf('bank report');
    // The bank's clock may be ahead of ours.
    const reportedAt = plusMinutes(story.desk.now(), 1);
    await story.desk.receive(bank, { type: 'bank.case-reported.v1', reportId, bank, reportedAt, kind: '01', reporter, payments: [paid] });
    const caseId = idOf('case', reportId);
    expect(await story.desk.ask('police.case.v1', { caseId })).toMatchObject({
      // The unit that its officers’ tokens name, too: the city’s centre.
      case: { caseNo: '2021-JH-000001', by: 'bank', unit: 'city-centre', missing: [] },
    });
    outcomeOf(await story.desk.send('police.accept-case.v1', { caseId }));
    expect(outcomeOf(await story.desk.send('police.enter-case.v1', { caseId }))).toMatchObject({ late: false, accounts: [ref('m1')] });
    // What the bank sealed is opened and sealed anew before another bank gets it: the desk refuses any other key.
    outcomeOf(await story.confirmAll());
    expect(story.orderTo('m1')).toMatchObject({ caseId, namedFen: 700 });
  });
});

describe('bad input is answered with a code and a path, and reaches no stream', () => {
  it.each([
    ['no member', { ...payment, to: { ...m1, bank: 'bank-nowhere' } }, 'UNKNOWN_MEMBER', 'payments.0.to.bank'],
    ['a member that is no bank', { ...payment, to: { ...m1, bank: 'operator-mobile' } }, 'UNKNOWN_MEMBER', 'payments.0.to.bank'],
    [
      'an account number that fails its check',
      { ...payment, to: { ...m1, number: '62220200000000019' } },
      'INVALID',
      'payments.0.to.number',
    ],
    ['an amount of nothing', { ...payment, amountFen: 0 }, 'INVALID', 'payments.0.amountFen'],
    ['parts of a fen', { ...payment, amountFen: 0.5 }, 'INVALID', 'payments.0.amountFen'],
    ['two megabytes of text', { ...payment, to: { ...m1, holder: 'x'.repeat(2_000_000) } }, 'INVALID', 'payments.0.to.holder'],
    ['a payment to the same account', { ...payment, to: company }, 'SAME_ACCOUNT', 'payments.0.to.number'],
  ])('%s', async (_, wrong, code, path) => {
    const caseId = await accepted();
    const before = story.desk.log.length;
    const answer = await story.desk.send('police.enter-case.v1', { caseId, payments: [wrong] });
    expect(codesOf(answer)).toContainEqual([code, path]);
    expect(JSON.stringify(answer).length).toBeLessThan(1_000);
    expect(story.desk.log).toHaveLength(before);
  });

  it('a time in the future, by a millisecond', async () => {
    const caseId = await accepted();
    const enter = (paidAt: string) => story.desk.send('police.enter-case.v1', { caseId, payments: [{ ...payment, paidAt }] });
    expect(codesOf(await enter(plusMs(story.desk.now(), 1)))).toEqual([['TIME_IN_FUTURE', undefined]]);
    expect(codesOf(await enter(story.desk.now()))).toEqual([]);
  });

  it('a payment that another case has entered, or the same one twice', async () => {
    await story.newCase([PAID]);
    const caseId = await accepted();
    const enter = (...references: readonly string[]) =>
      story.desk.send('police.enter-case.v1', { caseId, payments: references.map((reference) => ({ ...payment, reference })) });
    expect(codesOf(await enter('PAY-8', PAID.reference))).toEqual([['PAYMENT_ALREADY_ENTERED', 'payments.1.reference']]);
    expect(codesOf(await enter('PAY-8', 'PAY-8'))).toEqual([['PAYMENT_ALREADY_ENTERED', 'payments.1.reference']]);
    expect(codesOf(await enter('PAY-8'))).toEqual([]);
  });

  it('orders on what does not exist', async () => {
    const nothing = { accountRef: refOf('bank-city', '1'), proposalId: idOf('p') };
    const answer = await story.desk.send('police.order-stops.v1', { proposals: [nothing] }, { second: SECOND });
    expect(answer).toMatchObject({ ok: false, errors: [{ code: 'NO_SUCH_PROPOSAL', details: nothing }] });
    const watch = await story.desk.send('police.watch-account.v1', { accountRef: nothing.accountRef, caseId: idOf('c') });
    expect(codesOf(watch)).toEqual([['ACCOUNT_UNKNOWN', 'accountRef']]);
    expect(await story.desk.send('police.file-case.v1', { caseId: idOf('c') }, { second: HEAD })).toMatchObject({
      errors: [{ code: 'NO_SUCH_CASE' }],
    });
  });
});

describe('personal data', () => {
  it('stands nowhere in clear: not in the log, in what is told, in answers', async () => {
    const canaries = [
      '陈某canary',
      '330723199001010025',
      '13900000001',
      'holder company',
      'holder m1',
      number.m1,
      number.company,
      'canary-why',
    ];
    const reporter = { name: canaries[0], idNumber: canaries[1], phone: canaries[2] };
    const said = [await story.desk.send('police.report-case.v1', { reporter, summary: 'canary-why' })];
    const caseId = await story.newCase([PAID]);
    said.push(await story.confirmAll());
    await story.applyStop('m1', [PAID]);
    said.push(
      await story.desk.send('police.release-stop.v1', {
        accountRef: ref('m1'),
        orderId: story.orderTo('m1')['orderId'],
        reason: 'canary-why',
      }),
    );
    said.push(await story.desk.send('police.withdraw-case.v1', { caseId, reason: 'canary-why' }));
    expect(said.every(({ ok }) => ok)).toBe(true);
    const plain = (value: unknown) => JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? String(item) : item));
    const everything = plain([story.desk.log, story.desk.told, said]);
    for (const canary of canaries) expect(everything).not.toContain(canary);
    // The control: the search does find what stands there.
    expect(everything).toContain(caseId);
  });

  it('a typed number becomes a reference, on record and not without limit', async () => {
    const look = { for: 'account', bank: 'bank-industry', number: number.m1 };
    const find = () => story.desk.ask('police.find-reference.v1', { purpose: 'hotline call', look });
    for (let count = 0; count < 120; count += 1) expect(await find()).toEqual({ ok: true, ref: ref('m1') });
    expect(await find()).toMatchObject({ ok: false, errors: [{ code: 'TOO_MANY_LOOK_UPS' }] });
    expect(story.desk.eventsOf('ReferenceLookedUp')).toHaveLength(120);
    await story.desk.advanceTo(plusHours(story.desk.now(), 1));
    expect(await find()).toMatchObject({ ok: true });
  });
});

describe('an officer’s own acts on accounts', () => {
  it('R-127: a watch is told to the bank, and its end', async () => {
    const caseId = await story.newCase([PAID]);
    const { watchId } = outcomeOf(await story.desk.send('police.watch-account.v1', { accountRef: ref('m1'), caseId }));
    expect(await story.desk.ask('police.account-watches.v1', {})).toMatchObject({ items: [{ row: { watchId, from: story.desk.now() } }] });
    outcomeOf(await story.desk.send('police.end-watch.v1', { accountRef: ref('m1'), watchId }));
    expect(story.desk.toldTo('bank-industry', 'police.watch-ended.v1')).toMatchObject([{ watchId }]);
    expect(await story.desk.ask('police.account-watches.v1', {})).toMatchObject({ items: [] });
  });

  it('R-124: declines a proposal, and proposes by hand', async () => {
    const caseId = await story.newCase([PAID]);
    const [open] = await story.proposals();
    outcomeOf(await story.desk.send('police.withdraw-proposal.v1', { accountRef: ref('m1'), proposalId: open?.proposalId }));
    expect(await story.proposals()).toEqual([]);
    const answer = await story.desk.send('police.propose-stops.v1', { caseId, accounts: [ref('m1'), ref('m3')] });
    expect(answer).toMatchObject({ ok: false, errors: [{ code: 'ACCOUNT_UNKNOWN', details: { accountRef: ref('m3') } }] });
    expect(await story.proposals()).toMatchObject([{ accountRef: ref('m1'), because: 'officer' }]);
  });

  it('R-113: two orders of one instant for one account: the first wins', async () => {
    await story.newCase([PAID]);
    const [open] = await story.proposals();
    const proposals = [{ proposalId: open?.proposalId, accountRef: ref('m1') }];
    outcomeOf(await story.desk.send('police.order-stops.v1', { proposals }, { second: SECOND }));
    const late = await story.desk.send('police.order-stops.v1', { proposals }, { second: SECOND });
    expect(late).toMatchObject({ ok: false, errors: [{ code: 'NO_SUCH_PROPOSAL' }] });
    expect(story.desk.eventsOf('StopOrdered')).toHaveLength(1);
  });
});
