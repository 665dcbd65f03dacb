import { beforeEach, describe, expect, it } from '@jest/globals';
import { idOf, plusMinutes } from '@interlock/kernel';
import { SECOND } from '../desk.testing.ts';
import { booking, type Moved, number, openStory, outcomeOf, PAID, ref, START, type Story } from './story.testing.ts';

let story: Story;
let caseId: string;

beforeEach(async () => {
  story = await openStory();
  caseId = await story.newCase([PAID]);
});

describe('R-124: the money is chased from account to account', () => {
  const onward: Moved = { reference: 'X-1', from: 'm1', to: 'm2', amountFen: 80_000_000, at: plusMinutes(START, 4) };

  it('entry proposes a stop on what was paid; its bank learns the account alone', async () => {
    expect(await story.proposals()).toMatchObject([{ accountRef: ref('m1'), caseId, because: 'entry' }]);
    expect(story.desk.toldTo('bank-industry', 'police.account-in-question.v1')).toMatchObject([{ accountRef: ref('m1') }]);
    expect(JSON.stringify(story.desk.toldTo('bank-industry', 'police.account-in-question.v1'))).not.toContain(caseId);
  });

  it('the order names all that is traced there, from its first inflow, sealed by the police', async () => {
    const said = outcomeOf(await story.confirmAll());
    expect(said['accounts']).toMatchObject([{ accountRef: ref('m1'), ok: true, number: 1, namedFen: PAID.amountFen }]);
    expect(story.orderTo('m1')).toMatchObject({
      caseId,
      caseNo: '2021-JH-000001',
      number: 1,
      namedFen: PAID.amountFen,
      firstInflowAt: PAID.at,
      stated: { amountFen: PAID.amountFen, paidAt: PAID.at },
    });
  });

  it('the bank’s answer leads to the next account, with the details that it reported', async () => {
    await story.confirmAll();
    await story.applyStop('m1', [PAID, { ...onward, serial: 2 }]);
    expect(await story.proposals()).toMatchObject([{ accountRef: ref('m2'), caseId, because: 'movement' }]);
    await story.confirmAll();
    const { stated } = story.orderTo('m2') as { stated: { number: { box: string }; holder: { box: string } } }; // eslint-disable-line @typescript-eslint/consistent-type-assertions -- a test reads what was told
    expect(story.orderTo('m2')).toMatchObject({
      namedFen: 80_000_000,
      firstInflowAt: onward.at,
      stated: { amountFen: 80_000_000, paidAt: onward.at },
    });
    expect(Buffer.from(stated.number.box, 'base64url').toString()).toBe(number.m2);
    expect(Buffer.from(stated.holder.box, 'base64url').toString()).toBe('holder m2');
  });

  it('money that comes back to the account it was paid from is not chased there', async () => {
    await story.confirmAll();
    await story.applyStop('m1', [
      PAID,
      { reference: 'X-2', from: 'm1', to: 'company', amountFen: 500, at: plusMinutes(START, 5), serial: 2 },
    ]);
    expect(await story.proposals()).toEqual([]);
  });

  it('a proposal is off when a recount leaves nothing traced there', async () => {
    await story.confirmAll();
    // m1 sends all it has to m2; a later report says that all of it went to m3 before.
    await story.applyStop('m1', [{ ...onward, amountFen: 166_000_000, at: plusMinutes(START, 9), serial: 3 }]);
    expect(await story.proposals()).toMatchObject([{ accountRef: ref('m2') }]);
    const before: Moved = { reference: 'X-0', from: 'm1', to: 'm3', amountFen: 166_000_000, at: plusMinutes(START, 3), serial: 2 };
    const report = {
      accountRef: ref('m1'),
      bank: 'bank-industry',
      because: 'detail',
      answers: idOf('d'),
      from: START,
      through: story.desk.now(),
    };
    await story.desk.receive('bank-industry', { type: 'bank.movements-reported.v1', ...report, movements: [booking('m1', before)] });
    expect(await story.proposals()).toMatchObject([{ accountRef: ref('m3') }]);
    expect(story.desk.eventsOf('ProposalWithdrawn')).toMatchObject([{ data: { accountRef: ref('m2'), why: 'nothing-traced' } }]);
  });

  it('a bank that speaks of another’s account is not heard', async () => {
    const report = {
      accountRef: ref('m1'),
      bank: 'bank-industry',
      because: 'detail',
      answers: idOf('d'),
      from: START,
      through: story.desk.now(),
    };
    await story.desk.receive('bank-city', { type: 'bank.movements-reported.v1', ...report, movements: [booking('m1', onward)] });
    expect(await story.proposals()).toMatchObject([{ accountRef: ref('m1') }]);
  });

  it('an inflow that becomes known before the reported window is asked about, without an officer, once', async () => {
    await story.confirmAll();
    await story.applyStop('m1', [PAID]);
    await story.newCase([{ reference: 'PAY-2', from: 'm3', to: 'm1', amountFen: 700, at: plusMinutes(START, -20) }]);
    expect(story.desk.toldTo('bank-industry', 'police.detail-asked.v1')).toMatchObject([
      { accountRef: ref('m1'), from: plusMinutes(START, -20) },
    ]);
    await story.newCase([{ reference: 'PAY-3', from: 'm2', to: 'm1', amountFen: 700, at: plusMinutes(START, -10) }]);
    expect(story.desk.toldTo('bank-industry', 'police.detail-asked.v1')).toHaveLength(1);
  });
});

describe('R-124: a proposal that is confirmed where nothing is traced', () => {
  /** m1's holder is a victim too: he paid the company with what was another's money, as far as is known. */
  const HOME: Moved = { reference: 'PAY-2', from: 'm1', to: 'company', amountFen: 300, at: plusMinutes(START, 5) };
  /** Told late: by then that money was gone, and he had paid with his own. */
  const GONE: Moved = { reference: 'X-0', from: 'm1', to: 'm3', amountFen: PAID.amountFen, at: plusMinutes(START, 3), serial: 2 };
  const toCompany = async () => (await story.proposals()).filter(({ accountRef }) => accountRef === ref('company'));
  const confirm = async () => {
    const proposals = (await toCompany()).map(({ proposalId, accountRef }) => ({ proposalId, accountRef }));
    return story.desk.send('police.order-stops.v1', { proposals }, { second: SECOND });
  };
  let second: string;

  beforeEach(async () => {
    second = await story.newCase([HOME]);
  });

  it('is off, and the account is proposed anew when money is known to have come there', async () => {
    expect(await confirm()).toMatchObject({ ok: false, errors: [{ code: 'NOTHING_TRACED' }] });
    expect(await toCompany()).toEqual([]);
    await story.reportMovements('m1', [GONE]);
    expect(await toCompany()).toMatchObject([{ caseId: second, because: 'movement' }]);
    outcomeOf(await confirm());
    expect(story.orderTo('company')).toMatchObject({ caseId: second, namedFen: 300, firstInflowAt: HOME.at });
  });

  it('is made anew when that becomes known while the officer confirms', async () => {
    story.desk.meanwhile(() => story.reportMovements('m1', [GONE]));
    expect(await confirm()).toMatchObject({ ok: false, errors: [{ code: 'NOTHING_TRACED' }] });
    expect(story.desk.eventsOf('ProposalWithdrawn')).toMatchObject([{ data: { accountRef: ref('company'), why: 'nothing-traced' } }]);
    expect(await toCompany()).toMatchObject([{ caseId: second, because: 'movement' }]);
  });
});

describe('R-110: a mismatch', () => {
  it('is corrected with the true details, with the same number', async () => {
    story = await openStory();
    await story.newCase([PAID], { holder: '章某', amountFen: 5 });
    await story.confirmAll();
    expect(story.orderTo('m1')).toMatchObject({ stated: { amountFen: 5 }, namedFen: PAID.amountFen });
    const { orderId } = story.orderTo('m1');
    await story.refuseStop('m1', '0301');
    expect(await story.desk.ask('police.stop-orders.v1', { state: 'mismatched' })).toMatchObject({
      items: [{ row: { orderId, code: '0301' } }],
    });
    outcomeOf(await story.desk.send('police.correct-stop.v1', { accountRef: ref('m1'), orderId }, { second: SECOND }));
    expect(story.orderTo('m1')).toMatchObject({ corrects: orderId, number: 1, stated: { amountFen: PAID.amountFen, paidAt: PAID.at } });
  });

  it('is followed at once by the next case that paid there and was not refused', async () => {
    await story.confirmAll();
    const second = await story.newCase([{ reference: 'PAY-2', from: 'm3', to: 'm1', amountFen: 700, at: plusMinutes(START, 2) }]);
    expect(await story.proposals()).toEqual([]);
    await story.refuseStop('m1', '0300');
    expect(await story.proposals()).toMatchObject([{ accountRef: ref('m1'), caseId: second, because: 'mismatch' }]);
    await story.confirmAll();
    expect(story.orderTo('m1')).toMatchObject({ caseId: second, number: 1, namedFen: PAID.amountFen + 700 });
    await story.refuseStop('m1', '0300');
    expect(await story.proposals()).toEqual([]);
  });
});
