import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { bankNode } from '@interlock/bank';
import { type AccountRef, type Instant, idOf, instant } from '@interlock/kernel';
import { type World, createWorld } from '@interlock/simulator';
import { misfits } from './facts-fit.suite.ts';
import { type OneMember, startMember } from './one-member.suite.ts';

const START = instant('2021-03-22T04:00:00.000Z');
const PAID_AT = instant('2021-03-22T04:01:00.000Z');
const FIVE_PAST = instant('2021-03-22T04:05:00.000Z');
const SIX_PAST = instant('2021-03-22T04:06:00.000Z');
const MULE = { key: 'mule', bank: 'bank-rural', number: '6230520000000000012', holder: '张某' };
const NEXT = { key: 'next', bank: 'bank-city', number: '6214830000000000017', holder: '李某' };

let bank: OneMember;
let world: World;
let mule: AccountRef;

beforeEach(async () => {
  bank = await startMember({
    code: 'bank-rural',
    definition: bankNode,
    startsAt: START,
    ports: (given) => {
      world = createWorld({ ...given, seed: 'bank-node' });
      return { core: world.bank('bank-rural') };
    },
  });
  mule = bank.references.account(MULE.bank, MULE.number);
  world.openAccount({ ...MULE, openingFen: 0 });
  world.openAccount({ ...NEXT, openingFen: 900_00 });
  await bank.goTo(PAID_AT);
  move('pay', 'next', 'mule', 800_00);
  await bank.goTo(FIVE_PAST);
});
afterEach(async () => {
  for (const listener of ['police', 'office', 'city'] as const) expect(misfits(await bank.heard(listener))).toEqual([]);
  await bank.stop();
  expect(bank.troubles).toEqual([]);
});

function move(movement: string, from: string, to: string | undefined, fen: number) {
  return world.move({ movement, from, ...(to !== undefined && { to }), amount: { kind: 'fen', fen } });
}

async function order(name: string, fields: Readonly<Record<string, unknown>> = {}, holder = MULE.holder): Promise<string> {
  const orderId = idOf('order', name);
  const stated = {
    number: await bank.sealByPolice(mule, 'stated.number', MULE.number),
    holder: await bank.sealByPolice(mule, 'stated.holder', holder),
    amountFen: 800_00,
    paidAt: PAID_AT,
  };
  await bank.tell('police', {
    type: 'police.stop-ordered.v1',
    ...{ orderId, applicationId: idOf('application', name), caseId: idOf('case'), caseNo: '2021-1', accountRef: mule, bank: 'bank-rural' },
    ...{ number: 1, stated, namedFen: 800_00, firstInflowAt: PAID_AT, orderedAt: bank.now(), urgency: 'urgent', ...fields },
  });
  return orderId;
}

async function stopped(name: string, fields: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const orderId = await order(name, fields);
  expect(await bank.command('bank.answer-order.v1', { accountRef: mule, orderId })).toMatchObject({
    ok: true,
    outcome: { state: 'answering' },
  });
  return orderId;
}

async function kinds(): Promise<unknown> {
  return (await bank.heard('police')).map((fact) =>
    [fact.type, fact['code'] ?? fact['frozenFen'] ?? fact['because']].filter((part) => part !== undefined),
  );
}

const later = (hours: number): Instant => instant(new Date(Date.parse(FIVE_PAST) + hours * 3_600_000).toISOString());

describe('R-114: a stop order is answered by an operator, and police and city hear the same', () => {
  it('holds, and reports the movements with the counterparty sealed', async () => {
    const orderId = await order('first');
    expect(await bank.ask('bank.open-tasks.v1')).toMatchObject({ items: [{ row: { kind: 'stop', about: orderId, state: 'waiting' } }] });
    await bank.command('bank.answer-order.v1', { accountRef: mule, orderId });
    const heard = await bank.heard('police');
    expect(heard).toMatchObject([
      {
        type: 'bank.stop-applied.v1',
        ...{ orderId, bank: 'bank-rural', code: '0000', heldFen: 800_00, answeredAt: FIVE_PAST, lapsesAt: later(48) },
        movements: [{ direction: 'in', amountFen: 800_00, at: PAID_AT, counterparty: { bank: 'bank-city', number: { sealed: 1 } } }],
      },
    ]);
    expect(await bank.heard('city')).toEqual(heard);
    expect(JSON.stringify(heard)).not.toContain(NEXT.number);
    expect(move('away', 'mule', 'next', 1_00)).toMatchObject({ done: 'refused', reason: 'held' });
    expect(await bank.ask('bank.open-tasks.v1')).toMatchObject({ items: [] });
    expect(await bank.ask('bank.holds.v1')).toMatchObject({ stops: { items: [{ row: { orderId, heldFen: 800_00 } }] } });
  });

  it('R-108, R-201: shows the desk who signed or approved, where the order tells', async () => {
    const signers = [
      { person: 'P-1001', unit: 'county-wuyi' },
      { person: 'P-1002', unit: 'county-wuyi' },
    ];
    const head = { person: 'P-2001', unit: 'county-wuyi' };
    await order('first', { signers, paidFrom: mule });
    await bank.tell('police', {
      type: 'police.freeze-ordered.v1',
      ...{ freezeId: idOf('freeze'), applicationId: idOf('application', 'freeze'), caseId: idOf('case'), caseNo: '2021-1' },
      ...{
        accountRef: mule,
        bank: 'bank-rural',
        sumFen: 1_00,
        filingId: idOf('filing'),
        orderedAt: bank.now(),
        months: 6,
        approvedBy: head,
      },
    });
    expect(await bank.ask('bank.open-tasks.v1', { kind: 'stop' })).toMatchObject({ items: [{ row: { signedBy: signers } }] });
    expect(await bank.ask('bank.open-tasks.v1', { kind: 'freeze' })).toMatchObject({ items: [{ row: { signedBy: [head] } }] });
  });

  it('of an order of before it told, the desk sees no signer and answers it the same', async () => {
    const orderId = await stopped('of before');
    expect(await bank.heard('police')).toMatchObject([{ type: 'bank.stop-applied.v1', orderId, code: '0000' }]);
  });

  it('R-110: holds nothing when the name differs', async () => {
    const orderId = await order('wrong', {}, '章某');
    await bank.command('bank.answer-order.v1', { accountRef: mule, orderId });
    expect(await kinds()).toEqual([['bank.stop-refused.v1', '0301']]);
    expect(move('away', 'mule', 'next', 1_00)).toMatchObject({ done: 'moved' });
  });

  it('answers a repeated command the same, another body with a conflict', async () => {
    const orderId = await order('first');
    const id = idOf('one command');
    const first = await bank.command('bank.answer-order.v1', { accountRef: mule, orderId }, id);
    expect(await bank.command('bank.answer-order.v1', { accountRef: mule, orderId }, id)).toEqual({ ...first, repeated: true });
    expect(await bank.command('bank.answer-order.v1', { accountRef: mule, orderId: idOf('other') }, id)).toMatchObject({
      ok: false,
      errors: [{ code: 'IDEMPOTENCY_CONFLICT' }],
    });
    expect(await bank.command('bank.answer-order.v1', { accountRef: mule, orderId })).toMatchObject({
      ok: false,
      errors: [{ code: 'ALREADY_ANSWERED', rule: 'R-116' }],
    });
  });

  it('R-113: refuses a third stop by itself, whatever number the police gave it', async () => {
    await stopped('first');
    await bank.goTo(later(48));
    await stopped('second');
    await bank.goTo(later(97));
    await order('third', { number: 1 });
    expect(await kinds()).toEqual([
      ['bank.stop-applied.v1', '0000'],
      ['bank.stop-applied.v1', '0000'],
      ['bank.stop-refused.v1', '1304'],
    ]);
    expect(await bank.ask('bank.holds.v1')).toMatchObject({ stops: { items: [] } });
  });

  it.each([
    ['in time', 47, 'bank.stop-applied.v1', '0000'],
    ['at the end', 48, 'bank.stop-refused.v1', '1800'],
  ])('R-117: a continuation answered %s', async (_, hours, type, code) => {
    const first = await stopped('first');
    const second = await order('second', { continues: { orderId: first, until: later(48) } });
    await bank.goTo(later(hours));
    await bank.command('bank.answer-order.v1', { accountRef: mule, orderId: second });
    const last = (await bank.heard('police')).at(-1);
    expect(last).toMatchObject({ type, code, orderId: second });
    if (code === '0000') expect(last).toMatchObject({ startsAt: later(48), lapsesAt: later(96) });
  });

  it('R-117: releases on the police’s word', async () => {
    const orderId = await stopped('first');
    await bank.tell('police', {
      type: 'police.stop-release-ordered.v1',
      orderId,
      caseId: idOf('case'),
      accountRef: mule,
      orderedAt: bank.now(),
    });
    expect(await bank.command('bank.answer-release.v1', { accountRef: mule, orderId })).toMatchObject({
      ok: true,
      outcome: { state: 'releasing' },
    });
    expect((await bank.heard('police')).at(-1)).toMatchObject({ type: 'bank.stop-released.v1', orderId, code: '0000' });
    expect(move('away', 'mule', 'next', 1_00)).toMatchObject({ done: 'moved' });
  });
});

describe('R-124, R-127: bookings are told on request and under watch', () => {
  it('tells everything from the moment asked, and then only what is new', async () => {
    move('out', 'mule', 'next', 100_00);
    const askId = idOf('ask');
    await bank.tell('police', { type: 'police.detail-asked.v1', askId, accountRef: mule, from: PAID_AT, askedAt: bank.now() });
    expect(await bank.ask('bank.open-tasks.v1')).toMatchObject({ items: [{ row: { kind: 'detail', about: askId, from: PAID_AT } }] });
    await bank.command('bank.answer-detail.v1', { accountRef: mule, askId });
    expect((await bank.heard('city')).at(-1)).toMatchObject({
      because: 'detail',
      answers: askId,
      movements: [{ direction: 'in' }, { direction: 'out' }],
    });
    // Movements come before officers at one instant: what moved as the watch began is not told under it.
    const watchId = idOf('watch');
    await bank.tell('police', { type: 'police.watch-asked.v1', watchId, accountRef: mule, from: FIVE_PAST });
    await bank.goTo(SIX_PAST);
    move('watched', 'mule', 'next', 30_00);
    await bank.goTo(later(1));
    move('cash', 'mule', undefined, 50_00);
    await bank.command('bank.report-watched.v1', { accountRef: mule, watchId, through: SIX_PAST });
    await bank.command('bank.report-watched.v1', { accountRef: mule, watchId });
    await bank.command('bank.report-watched.v1', { accountRef: mule, watchId });
    const told = (await bank.heard('police')).filter((fact) => fact['because'] === 'watch').map((fact) => fact['movements']);
    expect(told).toMatchObject([[{ amountFen: 30_00 }], [{ amountFen: 50_00, kind: 'cash-atm' }]]);
  });
});

describe('R-206, R-207: freezes stand side by side or queue', () => {
  const freeze = (name: string, sumFen: number) => ({
    type: 'police.freeze-ordered.v1',
    ...{ freezeId: idOf('freeze', name), applicationId: idOf('freeze application', name), caseId: idOf('case'), caseNo: '2021-1' },
    ...{ accountRef: mule, bank: 'bank-rural', sumFen, filingId: idOf('filing'), orderedAt: bank.now(), months: 6 },
  });

  it('applies up to the free balance, queues the rest, and moves up when one is lifted', async () => {
    for (const [name, sumFen] of [
      ['a', 500_00],
      ['b', 400_00],
      ['c', 100_00],
    ] as const) {
      await bank.tell('police', freeze(name, sumFen));
      await bank.command('bank.answer-freeze.v1', { accountRef: mule, freezeId: idOf('freeze', name) });
    }
    expect(await kinds()).toEqual([
      ['bank.freeze-applied.v1', 500_00],
      ['bank.freeze-applied.v1', 300_00],
      ['bank.freeze-applied.v1', 0],
    ]);
    const freezeId = idOf('freeze', 'a');
    await bank.tell('police', {
      type: 'police.freeze-lift-ordered.v1',
      freezeId,
      caseId: idOf('case'),
      accountRef: mule,
      orderedAt: bank.now(),
    });
    expect(await bank.command('bank.answer-lift.v1', { accountRef: mule, freezeId })).toMatchObject({ outcome: { state: 'lifting' } });
    expect((await bank.heard('police')).slice(-2)).toMatchObject([
      { type: 'bank.freeze-lifted.v1', freezeId },
      { type: 'bank.freeze-applied.v1', freezeId: idOf('freeze', 'c'), frozenFen: 100_00 },
    ]);
    expect(world.balance('mule')).toMatchObject({ balanceFen: 800_00, freeFen: 400_00 });
  });

  it('R-205: lets the sum go when it was not renewed', async () => {
    await bank.tell('police', freeze('a', 500_00));
    await bank.command('bank.answer-freeze.v1', { accountRef: mule, freezeId: idOf('freeze', 'a') });
    await bank.goTo(instant('2021-09-22T04:05:00.000Z'));
    expect(world.balance('mule')).toMatchObject({ freeFen: 800_00 });
    expect(await bank.ask('bank.holds.v1')).toMatchObject({ freezes: [] });
  });

  it('R-203: a freeze of twelve months stands twelve months', async () => {
    await bank.tell('police', { ...freeze('a', 500_00), months: 12 });
    await bank.command('bank.answer-freeze.v1', { accountRef: mule, freezeId: idOf('freeze', 'a') });
    await bank.goTo(instant('2022-03-22T04:04:59.999Z'));
    expect(world.balance('mule')).toMatchObject({ freeFen: 300_00 });
    await bank.goTo(instant('2022-03-22T04:05:00.000Z'));
    expect(world.balance('mule')).toMatchObject({ freeFen: 800_00 });
  });

  it('R-205: renewed, and renewed again, it stands until its last end and not a moment longer', async () => {
    const freezeId = idOf('freeze', 'a');
    const renewedUntil = async (until: string) =>
      bank.tell('police', { type: 'police.freeze-renewed.v1', freezeId, caseId: idOf('case'), accountRef: mule, until });
    await bank.tell('police', freeze('a', 500_00));
    await bank.command('bank.answer-freeze.v1', { accountRef: mule, freezeId });
    await bank.goTo(instant('2021-09-22T04:04:59.999Z'));
    await renewedUntil('2022-03-22T04:05:00.000Z');
    await bank.goTo(instant('2022-02-22T04:05:00.000Z'));
    expect(world.balance('mule')).toMatchObject({ freeFen: 300_00 });
    await renewedUntil('2022-09-22T04:05:00.000Z');
    await bank.goTo(instant('2022-09-22T04:04:59.999Z'));
    expect(world.balance('mule')).toMatchObject({ freeFen: 300_00 });
    expect(await bank.ask('bank.holds.v1')).toMatchObject({ freezes: [{ freezeId, endsAt: '2022-09-22T04:05:00.000Z' }] });
    await bank.goTo(instant('2022-09-22T04:05:00.000Z'));
    expect(world.balance('mule')).toMatchObject({ freeFen: 800_00 });
    expect(await bank.ask('bank.holds.v1')).toMatchObject({ freezes: [] });
  });
});
