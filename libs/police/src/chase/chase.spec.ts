import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Instant, idOf, plusHours, plusMinutes } from '@interlock/kernel';
import { type Desk, HEAD, openDesk, refOf, SECOND, sealedBy } from '../desk.testing.ts';

/** 22 March 2021, 11:50 in the city. */
const START: Instant = '2021-03-22T03:50:00.000Z';
const number = { company: '62284800000000000', m1: '62220200000000018', m2: '6225880000000005', m3: '6228480000000028' } as const;
type Key = keyof typeof number;
const bankOf = { company: 'bank-rural', m1: 'bank-industry', m2: 'bank-agriculture', m3: 'bank-city' } as const;
const ref = (key: Key) => refOf(bankOf[key], number[key]);
const clear = (key: Key) => ({ bank: bankOf[key], number: number[key], holder: `holder ${key}`, kind: 'corporate' });

interface Moved {
  readonly reference: string;
  readonly from: Key;
  readonly to: Key;
  readonly amountFen: number;
  readonly at: Instant;
  readonly serial?: number;
}

/** A booking as the bank of one of its ends reports it. */
function booking(account: Key, { reference, from, to, amountFen, at, serial = 1 }: Moved) {
  const other = account === from ? to : from;
  const bank = bankOf[account];
  return {
    reference,
    serial,
    direction: account === from ? 'out' : 'in',
    kind: 'transfer',
    amountFen,
    at,
    counterparty: {
      accountRef: ref(other),
      bank: bankOf[other],
      number: sealedBy(bank, number[other]),
      holder: sealedBy(bank, `holder ${other}`),
    },
  };
}

let desk: Desk;
let caseId: string;
const PAID: Moved = { reference: 'PAY-1', from: 'company', to: 'm1', amountFen: 166_000_000, at: plusMinutes(START, 1) };

async function outcomeOf(answer: ReturnType<Desk['send']>): Promise<Readonly<Record<string, unknown>>> {
  const said = await answer;
  expect(said).toMatchObject({ ok: true });
  return said.ok ? said.outcome : {};
}

/** Reported, accepted and entered at once; the reporter may be wrong about the account paid. */
async function newCase(payments: readonly Moved[], stated?: object): Promise<string> {
  const { caseId: id } = await outcomeOf(
    desk.send('police.report-case.v1', { reporter: { name: '陈某', idNumber: '330723199001010025' } }),
  );
  await outcomeOf(desk.send('police.accept-case.v1', { caseId: id }));
  const body = payments.map(({ reference, from, to, amountFen, at }) => ({
    reference,
    from: clear(from),
    to: clear(to),
    amountFen,
    paidAt: at,
    ...(stated && { stated }),
  }));
  await outcomeOf(desk.send('police.enter-case.v1', { caseId: id, scamType: 'T17', payments: body }));
  return String(id);
}

interface Proposal {
  readonly proposalId: string;
  readonly accountRef: string;
  readonly caseId: string;
}

async function proposals(): Promise<readonly Proposal[]> {
  const page = await desk.ask('police.open-proposals.v1', {});
  return (page as { readonly items: readonly { readonly row: Proposal }[] }).items.map(({ row }) => row); // eslint-disable-line @typescript-eslint/consistent-type-assertions -- our own query
}

async function confirmAll() {
  const open = (await proposals()).map(({ proposalId, accountRef }) => ({ proposalId, accountRef }));
  return desk.send('police.order-stops.v1', { proposals: open }, { second: SECOND });
}

/** The last order told to the account's bank. */
function orderTo(key: Key): Readonly<Record<string, unknown>> {
  return (
    desk
      .toldTo(bankOf[key], 'police.stop-ordered.v1')
      .filter(({ accountRef }) => accountRef === ref(key))
      .at(-1) ?? {}
  );
}

async function applyStop(key: Key, movements: readonly Moved[], startsAt: Instant = desk.now()): Promise<void> {
  await desk.receive(bankOf[key], {
    type: 'bank.stop-applied.v1',
    orderId: orderTo(key)['orderId'],
    accountRef: ref(key),
    bank: bankOf[key],
    code: '0000',
    answeredAt: desk.now(),
    startsAt,
    lapsesAt: plusHours(startsAt, 48),
    balanceFen: 10,
    heldFen: 10,
    movements: movements.map((moved) => booking(key, moved)),
  });
}

async function refuseStop(key: Key, code: string): Promise<void> {
  const { orderId } = orderTo(key);
  await desk.receive(bankOf[key], {
    type: 'bank.stop-refused.v1',
    orderId,
    accountRef: ref(key),
    bank: bankOf[key],
    code,
    answeredAt: desk.now(),
  });
}

beforeEach(async () => {
  desk = openDesk(START);
  await desk.advanceTo(plusMinutes(START, 30));
  caseId = await newCase([PAID]);
});

describe('R-124: the money is chased from account to account', () => {
  const onward: Moved = { reference: 'X-1', from: 'm1', to: 'm2', amountFen: 80_000_000, at: plusMinutes(START, 4) };

  it('entry proposes a stop on what was paid; its bank learns the account alone', async () => {
    expect(await proposals()).toMatchObject([{ accountRef: ref('m1'), caseId, because: 'entry' }]);
    expect(desk.toldTo('bank-industry', 'police.account-in-question.v1')).toMatchObject([{ accountRef: ref('m1') }]);
    expect(JSON.stringify(desk.toldTo('bank-industry', 'police.account-in-question.v1'))).not.toContain(caseId);
  });

  it('the order names all that is traced there, from its first inflow, sealed by the police', async () => {
    const said = await outcomeOf(confirmAll());
    expect(said['accounts']).toMatchObject([{ accountRef: ref('m1'), ok: true, number: 1, namedFen: PAID.amountFen }]);
    expect(orderTo('m1')).toMatchObject({
      caseId,
      caseNo: '2021-JH-000001',
      number: 1,
      namedFen: PAID.amountFen,
      firstInflowAt: PAID.at,
      stated: { amountFen: PAID.amountFen, paidAt: PAID.at },
    });
  });

  it('the bank’s answer leads to the next account, with the details that it reported', async () => {
    await confirmAll();
    await applyStop('m1', [PAID, { ...onward, serial: 2 }]);
    expect(await proposals()).toMatchObject([{ accountRef: ref('m2'), caseId, because: 'movement' }]);
    await confirmAll();
    const { stated } = orderTo('m2') as { stated: { number: { box: string }; holder: { box: string } } }; // eslint-disable-line @typescript-eslint/consistent-type-assertions -- a test reads what was told
    expect(orderTo('m2')).toMatchObject({
      namedFen: 80_000_000,
      firstInflowAt: onward.at,
      stated: { amountFen: 80_000_000, paidAt: onward.at },
    });
    expect(Buffer.from(stated.number.box, 'base64url').toString()).toBe(number.m2);
    expect(Buffer.from(stated.holder.box, 'base64url').toString()).toBe('holder m2');
  });

  it('money that comes back to the account it was paid from is not chased there', async () => {
    await confirmAll();
    await applyStop('m1', [PAID, { reference: 'X-2', from: 'm1', to: 'company', amountFen: 500, at: plusMinutes(START, 5), serial: 2 }]);
    expect(await proposals()).toEqual([]);
  });

  it('a proposal is off when a recount leaves nothing traced there', async () => {
    await confirmAll();
    // m1 sends all it has to m2; a later report says that all of it went to m3 before.
    await applyStop('m1', [{ ...onward, amountFen: 166_000_000, at: plusMinutes(START, 9), serial: 3 }]);
    expect(await proposals()).toMatchObject([{ accountRef: ref('m2') }]);
    const before: Moved = { reference: 'X-0', from: 'm1', to: 'm3', amountFen: 166_000_000, at: plusMinutes(START, 3), serial: 2 };
    const report = {
      accountRef: ref('m1'),
      bank: 'bank-industry',
      because: 'detail',
      answers: idOf('d'),
      from: START,
      through: desk.now(),
    };
    await desk.receive('bank-industry', { type: 'bank.movements-reported.v1', ...report, movements: [booking('m1', before)] });
    expect(await proposals()).toMatchObject([{ accountRef: ref('m3') }]);
    expect(desk.eventsOf('ProposalWithdrawn')).toMatchObject([{ data: { accountRef: ref('m2'), why: 'nothing-traced' } }]);
  });

  it('a bank that speaks of another’s account is not heard', async () => {
    const report = {
      accountRef: ref('m1'),
      bank: 'bank-industry',
      because: 'detail',
      answers: idOf('d'),
      from: START,
      through: desk.now(),
    };
    await desk.receive('bank-city', { type: 'bank.movements-reported.v1', ...report, movements: [booking('m1', onward)] });
    expect(await proposals()).toMatchObject([{ accountRef: ref('m1') }]);
  });

  it('an inflow that becomes known before the reported window is asked about, without an officer, once', async () => {
    await confirmAll();
    await applyStop('m1', [PAID]);
    await newCase([{ reference: 'PAY-2', from: 'm3', to: 'm1', amountFen: 700, at: plusMinutes(START, -20) }]);
    expect(desk.toldTo('bank-industry', 'police.detail-asked.v1')).toMatchObject([
      { accountRef: ref('m1'), from: plusMinutes(START, -20) },
    ]);
    await newCase([{ reference: 'PAY-3', from: 'm2', to: 'm1', amountFen: 700, at: plusMinutes(START, -10) }]);
    expect(desk.toldTo('bank-industry', 'police.detail-asked.v1')).toHaveLength(1);
  });
});

describe('R-110: a mismatch', () => {
  it('is corrected with the true details, with the same number', async () => {
    desk = openDesk(START);
    await desk.advanceTo(plusMinutes(START, 30));
    await newCase([PAID], { holder: '章某', amountFen: 5 });
    await confirmAll();
    expect(orderTo('m1')).toMatchObject({ stated: { amountFen: 5 }, namedFen: PAID.amountFen });
    const { orderId } = orderTo('m1');
    await refuseStop('m1', '0301');
    expect(await desk.ask('police.stop-orders.v1', { state: 'mismatched' })).toMatchObject({ items: [{ row: { orderId, code: '0301' } }] });
    await outcomeOf(desk.send('police.correct-stop.v1', { accountRef: ref('m1'), orderId }, { second: SECOND }));
    expect(orderTo('m1')).toMatchObject({ corrects: orderId, number: 1, stated: { amountFen: PAID.amountFen, paidAt: PAID.at } });
  });

  it('is followed at once by the next case that paid there and was not refused', async () => {
    await confirmAll();
    const second = await newCase([{ reference: 'PAY-2', from: 'm3', to: 'm1', amountFen: 700, at: plusMinutes(START, 2) }]);
    expect(await proposals()).toEqual([]);
    await refuseStop('m1', '0300');
    expect(await proposals()).toMatchObject([{ accountRef: ref('m1'), caseId: second, because: 'mismatch' }]);
    await confirmAll();
    expect(orderTo('m1')).toMatchObject({ caseId: second, number: 1, namedFen: PAID.amountFen + 700 });
    await refuseStop('m1', '0300');
    expect(await proposals()).toEqual([]);
  });
});

describe('R-118, R-119: filing, freezing and lapse', () => {
  const freeze = () => desk.send('police.order-freezes.v1', { caseId, accounts: [{ accountRef: ref('m1') }] }, { second: HEAD });

  it('nothing is frozen before filing, and the refusal is on record', async () => {
    await confirmAll();
    await applyStop('m1', [PAID]);
    expect(await freeze()).toMatchObject({ ok: false, errors: [{ code: 'NOT_FILED', rule: 'R-119', details: { accountRef: ref('m1') } }] });
    expect(desk.eventsOf('FreezeRefused')).toHaveLength(1);
  });

  it('after it the uncovered sum is, and counts as covered from the order on', async () => {
    await confirmAll();
    await applyStop('m1', [PAID]);
    await outcomeOf(desk.send('police.file-case.v1', { caseId }, { second: HEAD }));
    expect(await desk.ask('police.uncovered-sums.v1', {})).toMatchObject({
      sums: [{ caseId, accountRef: ref('m1'), bank: 'bank-industry', fen: PAID.amountFen, isFiled: true }],
    });
    const { accounts } = await outcomeOf(freeze());
    expect(accounts).toMatchObject([{ ok: true, sumFen: PAID.amountFen }]);
    expect(await desk.ask('police.uncovered-sums.v1', {})).toMatchObject({ sums: [] });
    expect(desk.toldTo('bank-industry', 'police.freeze-ordered.v1')).toMatchObject([{ sumFen: PAID.amountFen, months: 6 }]);
  });

  it('R-112: the lapse names what no freeze covers', async () => {
    await confirmAll();
    await applyStop('m1', [PAID]);
    const lapsesAt = plusHours(desk.now(), 48);
    await desk.advanceTo(plusMinutes(lapsesAt, -1));
    expect(desk.toldTo('city', 'police.stop-lapsed.v1')).toEqual([]);
    expect(desk.toldTo('office', 'police.alarm-raised.v1').map(({ atHours }) => atHours)).toEqual([24, 36, 44, 47]);
    await desk.advanceTo(lapsesAt);
    expect(desk.toldTo('bank-industry', 'police.stop-lapsed.v1')).toMatchObject([{ lapsedAt: lapsesAt, uncoveredFen: PAID.amountFen }]);
    expect(await desk.ask('police.stop-orders.v1', { state: 'lapsed' })).toMatchObject({
      items: [{ row: { uncoveredFen: PAID.amountFen } }],
    });
  });

  it('R-212: a withdrawn case’s freezes are due to be lifted, and nobody but a person lifts them', async () => {
    await confirmAll();
    await applyStop('m1', [PAID]);
    await desk.send('police.file-case.v1', { caseId }, { second: HEAD });
    await freeze();
    await desk.send('police.withdraw-case.v1', { caseId, reason: 'no crime' });
    expect(await desk.ask('police.freezes.v1', { caseId })).toMatchObject({
      items: [{ row: { liftDueSince: desk.now(), state: 'awaiting' } }],
    });
    expect(desk.toldTo('bank-industry', 'police.freeze-lift-ordered.v1')).toEqual([]);
  });
});

describe('R-117: a renewal', () => {
  it('goes on where the first stop ends, so that nothing lapses between', async () => {
    await confirmAll();
    await applyStop('m1', [PAID]);
    const first = orderTo('m1')['orderId'];
    const end = plusHours(desk.now(), 48);
    await desk.advanceTo(plusHours(end, -2));
    await outcomeOf(desk.send('police.renew-stop.v1', { accountRef: ref('m1'), orderId: first }, { second: SECOND }));
    expect(orderTo('m1')).toMatchObject({ number: 2, continues: { orderId: first, until: end } });
    await applyStop('m1', [PAID], end);
    await desk.advanceTo(plusHours(end, 47));
    expect(desk.eventsOf('StopLapsed')).toEqual([]);
    expect(await desk.ask('police.stop-orders.v1', { state: 'standing' })).toMatchObject({
      items: [{ row: { lapsesAt: plusHours(end, 48) } }],
    });
    await desk.advanceTo(plusHours(end, 48));
    expect(desk.eventsOf('StopLapsed')).toHaveLength(1);
  });
});

describe('a repeated command', () => {
  it('gets its first answer, whatever happened since, and leaves nothing', async () => {
    const open = (await proposals()).map(({ proposalId, accountRef }) => ({ proposalId, accountRef }));
    const again = { second: SECOND, commandId: idOf('confirm') };
    const first = await desk.send('police.order-stops.v1', { proposals: open }, again);
    await applyStop('m1', [PAID]);
    await desk.advanceTo(plusHours(desk.now(), 60));
    const length = desk.log.length;
    const repeated = await desk.send('police.order-stops.v1', { proposals: open }, again);
    expect(desk.log).toHaveLength(length);
    expect(JSON.stringify(repeated.ok && repeated.outcome).replaceAll('"repeated":true', '"repeated":false')).toBe(
      JSON.stringify(first.ok && first.outcome),
    );
  });
});
