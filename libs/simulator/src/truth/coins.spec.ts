import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { smallWorld, type SmallWorld } from '../world/small-world.ts';
import { type History } from '../world/world.ts';
import { type EnteredCase, trueReading } from './true-reading.ts';

const ACCOUNTS = ['v', 'w', 'a', 'b', 'c', 'd'];
const caseOfFreeze = (key: string): string => (Number(key.slice(1)) % 2 === 0 ? 'one' : 'two');

type Coin = string;

/** Counts with one coin for each fen: slow, and plain enough to be believed by reading. */
function coinsAt(history: History, cases: readonly EnteredCase[]): ReadonlyMap<string, number> {
  const purses = new Map<string, Coin[]>(ACCOUNTS.map((account) => [account, []]));
  const sums = new Map<string, number>();
  const add = (where: string, coin: Coin): unknown => sums.set(`${coin} ${where}`, (sums.get(`${coin} ${where}`) ?? 0) + 1);
  const ownerOf = (movement: string): string | undefined => cases.find(({ payments }) => payments.includes(movement))?.case;
  const isHome = (account: string | undefined, coin: Coin): boolean =>
    history.movements.some(({ movement, from }) => from === account && ownerOf(movement) === coin);

  function icy(account: string, order: number): ReadonlySet<number> {
    const ice = new Set<number>();
    const purse = purses.get(account) ?? [];
    const freezes = history.freezes.filter(
      (freeze) => freeze.account === account && freeze.order < order && order < (freeze.endOrder ?? Infinity),
    );
    const cover = (limit: number, coins: (coin: Coin) => boolean): number => {
      const places = [...purse.keys()].filter((place) => !ice.has(place) && coins(purse[place] ?? '')).slice(0, limit);
      for (const place of places) ice.add(place);
      return limit - places.length;
    };
    const spare = freezes.reduce((sum, { key, frozenFen }) => sum + cover(frozenFen, (coin) => coin === caseOfFreeze(key)), 0);
    cover(spare, () => true);
    return ice;
  }

  for (const { movement, order, from, to, amountFen } of history.movements) {
    const ice = icy(from, order);
    const hand: Coin[] = [];
    const kept = (purses.get(from) ?? []).filter((coin, place) => ice.has(place) || hand.length >= amountFen || hand.push(coin) === 0);
    purses.set(from, kept);
    const owner = ownerOf(movement);
    if (owner !== undefined) {
      while (hand.length < amountFen) {
        add('lost', owner);
        hand.push(owner);
      }
    }
    for (const coin of hand) {
      if (to === undefined) add('escaped', coin);
      else if (isHome(to, coin)) add('returned', coin);
      else purses.get(to)?.push(coin);
    }
  }
  for (const [account, purse] of purses) {
    const ice = icy(account, Number.MAX_SAFE_INTEGER);
    for (const [place, coin] of purse.entries()) add(ice.has(place) ? 'frozen' : 'atRisk', coin);
  }
  return sums;
}

const account = fc.constantFrom(...ACCOUNTS);
const act = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('move' as const), from: account, to: account, fen: fc.integer({ min: 1, max: 60 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cash' as const), from: account, fen: fc.integer({ min: 1, max: 40 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('freeze' as const), on: account, fen: fc.integer({ min: 1, max: 60 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('lift' as const), nth: fc.nat({ max: 5 }) }) },
);

async function live(acts: readonly (typeof act extends fc.Arbitrary<infer Act> ? Act : never)[]): Promise<SmallWorld> {
  const small = smallWorld();
  for (const key of ACCOUNTS) small.open(key, 70);
  const core = small.world.bank('bank-rural');
  for (const [index, one] of acts.entries()) {
    small.at(`04:${String(Math.floor(index / 2)).padStart(2, '0')}`); // two at each instant
    if (one.kind === 'move') {
      if (one.from !== one.to) small.move(one.from, one.to, one.fen);
    } else if (one.kind === 'cash') small.cash(one.from, one.fen);
    else if (one.kind === 'freeze')
      await core.freeze({
        key: `f${String(small.world.history().freezes.length)}`,
        accountRef: small.ref(one.on),
        sumFen: one.fen,
        months: 6,
      });
    else await core.unfreeze({ key: `u${String(index)}`, freezeKey: `f${String(one.nth)}`, accountRef: small.ref('a') });
  }
  return small;
}

describe('R-135, R-136: the true reading', () => {
  it('is what counting every single coin gives, and the six places are the loss', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 40 }), fc.array(fc.nat({ max: 25 }), { maxLength: 6 }), async (acts, chosen) => {
        const small = await live(acts);
        const history = small.world.history();
        const picked = [...new Set(chosen)].flatMap((nth) => history.movements[nth] ?? []).filter(({ to }) => to !== undefined);
        const cases = ['one', 'two'].map((key, rest) => ({
          case: key,
          payments: picked.filter((_, nth) => nth % 2 === rest).map(({ movement }) => movement),
        }));
        const coins = coinsAt(history, cases);
        for (const { case: key, reading } of trueReading(history, { cases, caseOfFreeze, at: small.now() })) {
          const { lost, stopped, frozen, returned, escaped, atRisk, inQuestion } = reading;
          for (const place of ['lost', 'frozen', 'returned', 'escaped', 'atRisk'] as const)
            expect([place, reading[place]]).toEqual([place, coins.get(`${key} ${place}`) ?? 0]);
          expect(stopped + frozen + returned + escaped + atRisk + inQuestion).toBe(lost);
        }
      }),
      { numRuns: 300 },
    );
  });
});
