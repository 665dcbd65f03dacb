import { describe, expect, it } from '@jest/globals';
import { instant } from '@interlock/kernel';
import { journalHead, journalLine, readJournal } from './journal-text.ts';
import { clockTime, readableReferences, smallWorld, type SmallWorld } from './small-world.ts';
import { restoreWorld } from './world.ts';

function paid(): SmallWorld {
  const small = smallWorld().open('victim', 1_000_00).open('mule', 5_00, 'bank-industry').open('next', 0, 'bank-city');
  small.at('04:00').move('victim', 'mule', 600_00);
  return small;
}

const STATED = { number: '62mule', holder: 'holder of mule', amountFen: 600_00, paidAt: clockTime('04:00') };

function order(small: SmallWorld, over: object = {}, stated: object = {}) {
  const request = {
    key: 'k1',
    accountRef: small.ref('mule'),
    stated: { ...STATED, ...stated },
    namedFen: 600_00,
    from: clockTime('04:00'),
    lapseHours: 48,
  };
  return small.world.bank('bank-industry').stop({ ...request, ...over });
}

describe('a movement', () => {
  it('is executed at its instant, booked by both banks under one reference and each one’s own serial', async () => {
    const small = paid();
    small.at('04:05').move('mule', 'next', 100_00);
    const bookings = await small.world.bank('bank-industry').bookings({ accountRef: small.ref('mule'), from: clockTime('04:00') });
    expect(bookings).toEqual([
      {
        reference: expect.stringMatching(/^P[0-9A-F]{8}000000001$/),
        serial: 1,
        direction: 'in',
        kind: 'transfer',
        amountFen: 600_00,
        at: clockTime('04:00'),
        counterparty: { bank: 'bank-rural', number: '62victim', holder: 'holder of victim' },
      },
      {
        reference: expect.stringMatching(/^P[0-9A-F]{8}000000002$/),
        serial: 2,
        direction: 'out',
        kind: 'transfer',
        amountFen: 100_00,
        at: clockTime('04:05'),
        counterparty: { bank: 'bank-city', number: '62next', holder: 'holder of next' },
      },
    ]);
    const atNext = await small.world.bank('bank-city').bookings({ accountRef: small.ref('next'), from: clockTime('00:00') });
    expect(atNext.map(({ reference, serial }) => [reference, serial])).toEqual([[bookings[1]?.reference, 1]]);
  });

  it('is refused whole where the balance is too little, and not tried again', () => {
    const small = paid();
    expect(small.move('mule', 'next', 605_01)).toMatchObject({ done: 'refused', reason: 'insufficient' });
    expect(small.move('mule', 'next', 605_00)).toMatchObject({ done: 'moved', amountFen: 605_00 });
    expect(small.world.history().refused).toHaveLength(1);
  });

  it('of a share takes it of the free balance, rounded down; of nothing does nothing', async () => {
    const small = paid();
    await small.world.bank('bank-industry').freeze({ key: 'f', accountRef: small.ref('mule'), sumFen: 5_00, months: 6 });
    const third = { kind: 'share', numerator: 1n, denominator: 7n } as const;
    expect(small.world.move({ movement: 'a', from: 'mule', to: 'next', amount: third })).toMatchObject({ amountFen: 85_71 });
    expect(small.world.move({ movement: 'b', from: 'mule', to: 'next', amount: { kind: 'all' } })).toMatchObject({ amountFen: 514_29 });
    expect(small.world.move({ movement: 'c', from: 'mule', to: 'next', amount: { kind: 'all' } })).toEqual({ done: 'nothing' });
    expect(small.move('mule', 'next', 1)).toMatchObject({ done: 'refused', reason: 'frozen' });
  });

  it('repeated under its id gives its first result', () => {
    const small = paid();
    const wish = { movement: 'x', from: 'mule', amount: { kind: 'all' } } as const;
    const first = small.world.move(wish);
    expect(first).toMatchObject({ done: 'moved', amountFen: 605_00 });
    expect(small.world.move(wish)).toEqual(first);
    expect(small.world.history().movements).toHaveLength(2);
  });
});

describe('R-110: the bank compares number, name, amount and time; the first that differs refuses', () => {
  it.each([
    [{ number: '1', holder: 'x' }, '0300'],
    [{ holder: 'x', amountFen: 1 }, '0301'],
    [{ amountFen: 1, paidAt: clockTime('04:01') }, '0200'],
    [{ paidAt: clockTime('04:01') }, '0800'],
  ])('%j', async (stated, code) => {
    const small = paid().at('04:10');
    expect(await order(small, {}, stated)).toEqual({ code, answeredAt: clockTime('04:10'), balanceFen: 605_00, heldFen: 0, bookings: [] });
    expect(small.move('mule', 'next', 1)).toMatchObject({ done: 'moved' });
  });

  it('an account of another bank is not found', async () => {
    const small = paid();
    expect(await order(small, { accountRef: small.ref('next') })).toMatchObject({ code: '0300', heldFen: 0 });
  });

  it('a match holds at once and reports every movement from the moment named', async () => {
    const small = paid();
    small.at('04:05').move('mule', 'next', 100_00);
    expect(await order(small.at('04:10'))).toMatchObject({
      code: '1200',
      balanceFen: 505_00,
      heldFen: 505_00,
      bookings: [{ direction: 'in' }, { direction: 'out' }],
    });
    expect(small.move('mule', 'next', 1)).toMatchObject({ done: 'refused', reason: 'held' });
    expect(small.move('victim', 'mule', 1)).toMatchObject({ done: 'moved' }); // in-only
  });
});

describe('R-112: a stop is in force for 48 hours from the bank’s moment, up to and not including its end', () => {
  it.each([
    ['2021-03-24T04:09:59.999Z', 'refused'],
    ['2021-03-24T04:10:00.000Z', 'moved'],
  ])('a movement at %s is %s', async (at, done) => {
    const small = paid().at('04:10');
    expect(await order(small)).toMatchObject({ code: '0000' });
    expect(small.at(at).move('mule', 'next', 1)).toMatchObject({ done });
  });

  it('a renewal continues it; answered at its end it comes too late (R-117)', async () => {
    const small = paid().at('04:10');
    await order(small);
    const continues = clockTime('2021-03-24T04:10:00.000Z');
    const renewed = await order(small.at('2021-03-24T04:00:00.000Z'), { key: 'k2', continues });
    expect(renewed).toMatchObject({ code: '0000' });
    expect(small.at('2021-03-26T04:09:59.000Z').move('mule', 'next', 1)).toMatchObject({ done: 'refused' });
    const late = await order(small.at('2021-03-26T04:10:00.000Z'), { key: 'k3', continues: clockTime('2021-03-26T04:10:00.000Z') });
    expect(late).toMatchObject({ code: '1800', heldFen: 0 });
    expect(small.move('mule', 'next', 1)).toMatchObject({ done: 'moved' });
  });

  it('an account already stopped answers 1301, a release ends the stop and its renewal', async () => {
    const small = paid().at('04:10');
    await order(small);
    await order(small, { key: 'k2', continues: clockTime('2021-03-24T04:10:00.000Z') });
    expect(await order(small, { key: 'k3' })).toMatchObject({ code: '1301', heldFen: 0 });
    await small.world.bank('bank-industry').release({ key: 'r', accountRef: small.ref('mule') });
    expect(small.at('2021-03-25T04:10:00.000Z').move('mule', 'next', 1)).toMatchObject({ done: 'moved' });
  });
});

describe('R-208: a freeze takes a sum up to the free balance', () => {
  it('of several, each what the others left; lifted, the money is free again', async () => {
    const small = paid();
    const core = small.world.bank('bank-industry');
    const accountRef = small.ref('mule');
    expect(await core.freeze({ key: 'f1', accountRef, sumFen: 400_00, months: 6 })).toMatchObject({
      frozenFen: 400_00,
      availableFen: 205_00,
    });
    expect(await core.freeze({ key: 'f2', accountRef, sumFen: 400_00, months: 6 })).toMatchObject({ frozenFen: 205_00, availableFen: 0 });
    expect(small.move('mule', 'next', 1)).toMatchObject({ reason: 'frozen' });
    await core.unfreeze({ key: 'u', freezeKey: 'f1', accountRef });
    expect(small.world.balance('mule')).toEqual({ balanceFen: 605_00, freeFen: 400_00, held: false });
    expect(small.at('2021-09-22T04:00:00.000Z').world.balance('mule').freeFen).toBe(605_00);
  });
});

describe('R-202, R-203, R-205: a freeze stands for its months, and as long as it is extended', () => {
  const UNTIL = instant('2022-03-22T04:05:00.000Z');
  const extension = (small: ReturnType<typeof paid>, key: string) =>
    small.world.bank('bank-industry').extendFreeze({ key, freezeKey: 'f', accountRef: small.ref('mule'), until: UNTIL });
  async function frozen(months: number) {
    const small = paid().at('04:05');
    await small.world.bank('bank-industry').freeze({ key: 'f', accountRef: small.ref('mule'), sumFen: 400_00, months });
    return small;
  }

  it.each([
    [6, '2021-09-22T04:04:59.999Z', '2021-09-22T04:05:00.000Z'],
    [12, '2022-03-22T04:04:59.999Z', '2022-03-22T04:05:00.000Z'],
  ])('%i months: up to, not including, its end', async (months, before, end) => {
    const small = await frozen(months);
    expect(small.at(before).world.balance('mule').freeFen).toBe(205_00);
    expect(small.at(end).world.balance('mule').freeFen).toBe(605_00);
  });

  it('extended before its end it stands until its new one; the same key again gets the first answer', async () => {
    const small = (await frozen(6)).at('2021-09-22T04:04:59.999Z');
    const answer = await extension(small, 'x');
    expect(answer).toEqual({ answeredAt: '2021-09-22T04:04:59.999Z' });
    small.at('2022-03-22T04:04:59.999Z');
    expect(await extension(small, 'x')).toEqual(answer);
    expect(small.world.balance('mule').freeFen).toBe(205_00);
    expect(small.at('2022-03-22T04:05:00.000Z').world.balance('mule').freeFen).toBe(605_00);
  });

  it('asked at its end or after a lift, what is over stays over, and the answer says since when', async () => {
    const late = (await frozen(6)).at('2021-09-22T04:05:00.000Z');
    expect(await extension(late, 'x')).toMatchObject({ endedAt: '2021-09-22T04:05:00.000Z' });
    expect(late.world.balance('mule').freeFen).toBe(605_00);
    const lifted = (await frozen(6)).at('2021-04-01T04:00:00.000Z');
    await lifted.world.bank('bank-industry').unfreeze({ key: 'u', freezeKey: 'f', accountRef: lifted.ref('mule') });
    expect(await extension(lifted.at('2021-04-02T04:00:00.000Z'), 'x')).toMatchObject({ endedAt: '2021-04-01T04:00:00.000Z' });
    expect(lifted.world.balance('mule').freeFen).toBe(605_00);
  });
});

describe('R-134: a bank’s own hold', () => {
  it('refuses debits until the bank ends it; a second one while it stands changes nothing', () => {
    const small = paid();
    expect(small.world.beginOwnHold({ key: 'h', account: 'mule', reason: 'monitoring' })).toBe(true);
    expect(small.world.beginOwnHold({ key: 'h2', account: 'mule', reason: 'monitoring' })).toBe(false);
    expect(small.move('mule', 'next', 1)).toMatchObject({ reason: 'held' });
    small.world.endOwnHolds('mule');
    expect(small.move('mule', 'next', 1)).toMatchObject({ done: 'moved' });
  });

  it('that is asked for again under its key, by whoever lost the answer, is that one: also when it is over', () => {
    const small = paid();
    const hold = { key: 'h', account: 'mule', reason: 'monitoring' };
    expect([small.world.beginOwnHold(hold), small.world.beginOwnHold(hold)]).toEqual([true, true]);
    small.world.endOwnHolds('mule');
    expect(small.world.beginOwnHold(hold)).toBe(true);
    expect(small.world.history().ownHolds).toHaveLength(1);
    expect(small.move('mule', 'next', 1)).toMatchObject({ done: 'moved' });
  });
});

describe('an account', () => {
  it('is opened once: the same again changes nothing, another under its name is refused', () => {
    const small = paid();
    const before = small.world.journal().entries.length;
    small.open('mule', 5_00, 'bank-industry');
    expect(small.world.journal().entries).toHaveLength(before);
    expect(() => small.open('mule', 6_00, 'bank-industry')).toThrow('another one');
  });
});

describe('the ports', () => {
  it('answer a repeat with the first answer, at once or after a restart; no personal data is in the journal', async () => {
    const small = paid().at('04:10');
    const stopped = await order(small);
    const core = small.world.bank('bank-industry');
    const frozen = await core.freeze({ key: 'f', accountRef: small.ref('mule'), sumFen: 1_00, months: 6 });
    await core.extendFreeze({ key: 'x', freezeKey: 'f', accountRef: small.ref('mule'), until: instant('2022-03-22T04:10:00.000Z') });
    small.at('05:00').move('victim', 'mule', 1_00);
    expect(await order(small, {}, { number: 'another' })).toEqual(stopped);

    const { seed, entries } = small.world.journal();
    const journal = journalHead(seed) + entries.map(journalLine).join('');
    expect(journal).not.toMatch(/62mule|holder of/);
    const restored = restoreWorld(
      { clock: { now: () => clockTime('06:00') }, references: readableReferences },
      readJournal(`${journal}{"kind":"mov`),
      {
        accountOf: (key) => small.world.account(key),
        lineOf: () => undefined,
      },
    );
    expect(await order({ ...small, world: restored })).toEqual(stopped);
    expect(await restored.bank('bank-industry').freeze({ key: 'f', accountRef: small.ref('mule'), sumFen: 1_00, months: 6 })).toEqual(
      frozen,
    );
    expect(restored.history()).toEqual(small.world.history());
    expect(restored.move({ movement: 'later', from: 'victim', to: 'next', amount: { kind: 'all' } })).toMatchObject({
      done: 'moved',
      at: clockTime('06:00'),
    });
  });

  it('of the operator: own lines only, a suspended line answers nobody', async () => {
    const { world } = smallWorld();
    world.openLine({ key: 'f1', number: '17000000001', operator: 'operator-united' });
    world.willAnswer('f1', 'busy');
    const numberRef = 'n1.17000000001';
    const united = world.operator('operator-united');
    const call = { numberRef, channel: 'human-call', text: '…' } as const;
    expect(await united.deliver({ key: 'd1', ...call })).toMatchObject({ result: 'busy' });
    expect(await united.deliver({ key: 'd2', ...call, channel: 'sms' })).toMatchObject({ result: 'delivered' });
    expect(await united.suspend({ key: 's', numberRef, grade: 'shut' })).toMatchObject({ known: true });
    expect(await united.deliver({ key: 'd3', ...call })).toMatchObject({ result: 'no-answer' });
    expect(await united.deliver({ key: 'd1', ...call })).toMatchObject({ result: 'busy' });
    expect(await united.restore({ key: 'r', numberRef })).toMatchObject({ known: true });
    expect(await world.operator('operator-mobile').deliver({ key: 'd4', ...call })).toMatchObject({ result: 'unknown-number' });
  });

  it('refuse a journal that is none', () => {
    expect(() => readJournal('{"version":2,"seed":"s"}\n')).toThrow('newer version');
    expect(() => readJournal(`${journalHead('s')}{"kind":"magic"}\n`)).toThrow('Line 2');
  });
});
