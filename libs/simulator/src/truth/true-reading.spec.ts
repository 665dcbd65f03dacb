import { describe, expect, it } from '@jest/globals';
import { smallWorld, type SmallWorld, clockTime } from '../world/small-world.ts';
import { type EnteredCase, type TrueCase, trueReading } from './true-reading.ts';

const NOWHERE = { lost: 0, stopped: 0, frozen: 0, returned: 0, escaped: 0, atRisk: 0, inQuestion: 0 };
const ONE: EnteredCase = { case: 'one', payments: ['movement-1'] };

function counted(small: SmallWorld, cases: readonly EnteredCase[] = [ONE]): readonly TrueCase[] {
  const caseOfFreeze = (key: string): string => key.split(':')[0] ?? '';
  return trueReading(small.world.history(), { cases, caseOfFreeze, at: small.now() });
}

function readingsOf(small: SmallWorld, cases?: readonly EnteredCase[]): readonly object[] {
  return counted(small, cases).map(({ reading }) => reading);
}

/** Freeze keys of these tests are `case:number`. */
function freeze(small: SmallWorld, key: string, account: string, sumFen: number): Promise<unknown> {
  return small.world.bank('bank-rural').freeze({ key, accountRef: small.ref(account), sumFen, months: 6 });
}

function paid(): SmallWorld {
  const small = smallWorld().open('v', 1000).open('w', 1000).open('a', 50).open('b').open('c');
  small.at('04:00').move('v', 'a', 100);
  return small;
}

describe('R-135: traced money leaves an account first, oldest inflow first', () => {
  it('stays where it is until it moves; what was there before counts for nothing', () => {
    expect(readingsOf(paid())).toEqual([{ ...NOWHERE, lost: 100, atRisk: 100 }]);
  });

  it('leaves before the account’s own money', () => {
    const small = paid();
    small.at('04:01').move('a', 'b', 70);
    small.at('04:02').cash('a', 60);
    expect(counted(small)).toEqual([
      {
        case: 'one',
        reading: { ...NOWHERE, lost: 100, atRisk: 70, escaped: 30 },
        accounts: [
          { account: 'a', level: 1, tracedInFen: 100, left: { frozen: 0, atRisk: 0 } },
          { account: 'b', level: 2, tracedInFen: 70, left: { frozen: 0, atRisk: 70 } },
        ],
      },
    ]);
  });

  it('a movement before the inflow carries none', () => {
    const small = smallWorld().open('v', 100).open('a', 50).open('b');
    small.at('04:00').move('a', 'b', 50);
    small.at('04:01').move('v', 'a', 100);
    expect(readingsOf(small, [{ case: 'one', payments: ['movement-2'] }])).toEqual([{ ...NOWHERE, lost: 100, atRisk: 100 }]);
  });

  it('of two cases on one account the older leaves first and is counted apart', () => {
    const small = paid();
    small.at('04:01').move('w', 'a', 40);
    small.at('04:02').move('a', 'b', 120);
    small.at('04:03').cash('b', 110);
    // b: 100 of one, then 20 of two; 110 out: 100 and 10.
    expect(readingsOf(small, [ONE, { case: 'two', payments: ['movement-2'] }])).toEqual([
      { ...NOWHERE, lost: 100, escaped: 100 },
      { ...NOWHERE, lost: 40, atRisk: 30, escaped: 10 },
    ]);
  });

  it('a payment that nobody reports is ordinary money; reported later it counts from the beginning', () => {
    const small = paid();
    small.at('04:01').move('w', 'a', 40);
    small.at('04:02').move('a', 'b', 120);
    expect(readingsOf(small, [{ case: 'two', payments: ['movement-2'] }])).toEqual([{ ...NOWHERE, lost: 40, atRisk: 40 }]);
    expect(
      counted(small, [{ case: 'two', payments: ['movement-2'] }])[0]?.accounts.map(({ account, left }) => [account, left.atRisk]),
    ).toEqual([
      ['a', 0],
      ['b', 40],
    ]);
  });

  it('runs in a circle without losing a fen', () => {
    const small = paid();
    for (const [minute, from, to] of [
      ['01', 'a', 'b'],
      ['02', 'b', 'c'],
      ['03', 'c', 'a'],
      ['04', 'a', 'b'],
    ] as const)
      small.at(`04:${minute}`).move(from, to, 90);
    expect(counted(small)[0]?.accounts.map(({ account, level, tracedInFen, left }) => [account, level, tracedInFen, left.atRisk])).toEqual([
      ['a', 1, 190, 10], // 100, 90 out, 90 back in, 90 out of 100
      ['b', 2, 180, 90],
      ['c', 3, 90, 0],
    ]);
  });
});

describe('R-136: lost is what was paid less what a payment carried of others; it lies in six places', () => {
  it('a victim whose account is also a mule’s passes the other case’s money on', () => {
    const small = paid();
    small.at('04:01').move('a', 'w', 100);
    small.at('04:02').move('w', 'b', 150); // 100 of one, 50 fresh
    const readings = readingsOf(small, [ONE, { case: 'two', payments: ['movement-3'] }]);
    expect(readings).toEqual([
      { ...NOWHERE, lost: 100, atRisk: 100 },
      { ...NOWHERE, lost: 50, atRisk: 50 },
    ]);
  });

  it('what comes back to the account paid from is returned and no longer traced', () => {
    const small = paid();
    small.at('04:01').move('a', 'v', 30);
    small.at('04:02').move('v', 'b', 30);
    expect(readingsOf(small)).toEqual([{ ...NOWHERE, lost: 100, returned: 30, atRisk: 70 }]);
  });

  it('money of another case that comes to a victim’s account stays traced there', () => {
    const small = paid();
    small.at('04:01').move('w', 'a', 40);
    small.at('04:02').move('a', 'v', 140);
    expect(readingsOf(small, [ONE, { case: 'two', payments: ['movement-2'] }])).toEqual([
      { ...NOWHERE, lost: 100, returned: 100 },
      { ...NOWHERE, lost: 40, atRisk: 40 },
    ]);
  });

  it('a stop beats a bank’s own hold; after 48 hours the money is at risk again', async () => {
    const small = paid();
    small.world.beginOwnHold({ key: 'h', account: 'a', reason: 'monitoring' });
    expect(readingsOf(small)).toEqual([{ ...NOWHERE, lost: 100, inQuestion: 100 }]);
    expect(await small.at('04:10').stop('s', 'a', { fen: 100, at: '04:00' })).toBe('0000');
    expect(readingsOf(small)).toEqual([{ ...NOWHERE, lost: 100, stopped: 100 }]);
    expect(readingsOf(small.at('2021-03-24T04:10:00.000Z'))).toEqual([{ ...NOWHERE, lost: 100, inQuestion: 100 }]);
    small.world.endOwnHolds('a');
    expect(readingsOf(small)).toEqual([{ ...NOWHERE, lost: 100, atRisk: 100 }]);
  });

  it('a refused payment counts 0', () => {
    const small = smallWorld().open('v', 10).open('a');
    small.at('04:00').move('v', 'a', 11);
    expect(readingsOf(small)).toEqual([NOWHERE]);
  });
});

describe('R-208: a freeze covers first its own case’s lots, then others, oldest first', () => {
  const BOTH = [ONE, { case: 'two', payments: ['movement-2'] }];

  it('and what it covers does not move', async () => {
    const small = paid();
    small.at('04:01').move('w', 'a', 40); // one 100, two 40, own 50
    await freeze(small.at('04:02'), 'two:1', 'a', 60); // two 40, and 20 of one
    expect(readingsOf(small, BOTH)).toEqual([
      { ...NOWHERE, lost: 100, frozen: 20, atRisk: 80 },
      { ...NOWHERE, lost: 40, frozen: 40 },
    ]);
    small.at('04:03').cash('a', 110); // the 80 uncovered, then own money
    expect(readingsOf(small, BOTH)).toEqual([
      { ...NOWHERE, lost: 100, frozen: 20, escaped: 80 },
      { ...NOWHERE, lost: 40, frozen: 40 },
    ]);
    await small.world.bank('bank-rural').unfreeze({ key: 'u', freezeKey: 'two:1', accountRef: small.ref('a') });
    small.at('04:04').cash('a', 30);
    expect(readingsOf(small, BOTH)).toEqual([
      { ...NOWHERE, lost: 100, escaped: 100 },
      { ...NOWHERE, lost: 40, escaped: 10, atRisk: 30 },
    ]);
  });

  it('applied to what the balance allowed, and money of its case that comes later comes under it first', async () => {
    const small = paid();
    small.at('04:01').move('a', 'b', 130); // b: one 100, own 30
    await freeze(small.at('04:02'), 'two:1', 'b', 500); // 130 applied: nothing of two there yet, covers one's 100
    expect(readingsOf(small)).toEqual([{ ...NOWHERE, lost: 100, frozen: 100 }]);
    small.at('04:03').move('w', 'b', 90);
    expect(readingsOf(small, [ONE, { case: 'two', payments: ['movement-3'] }])).toEqual([
      { ...NOWHERE, lost: 100, frozen: 40, atRisk: 60 },
      { ...NOWHERE, lost: 90, frozen: 90 },
    ]);
  });

  it('after six months it no longer holds (R-202)', async () => {
    const small = paid();
    await freeze(small, 'one:1', 'a', 100);
    expect(readingsOf(small.at('2021-09-22T03:59:59.999Z'))).toEqual([{ ...NOWHERE, lost: 100, frozen: 100 }]);
    expect(readingsOf(small.at('2021-09-22T04:00:00.000Z'))).toEqual([{ ...NOWHERE, lost: 100, atRisk: 100 }]);
  });

  it('a freeze whose case nobody knows is a mistake of the caller', async () => {
    const small = paid();
    await freeze(small, 'one:1', 'a', 100);
    expect(() => trueReading(small.world.history(), { cases: [ONE], caseOfFreeze: () => undefined, at: clockTime('05:00') })).toThrow(
      'one:1',
    );
  });
});
