import { describe, expect, it } from '@jest/globals';
import { playHandMade } from './hand-made.suite.ts';

/** What was played; it must be what scenarios.md alone reckons, and each test says what was reckoned on paper. */
async function played(story: Parameters<typeof playHandMade>[0]) {
  const result = await playHandMade(story);
  const { fen, truth, orders, accounts, notOk, troubles, refusedMovements } = result;
  expect(troubles).toEqual([]);
  expect(await result.reckoned()).toEqual(fen.map((known, index) => ({ fen: known, true: truth[index] })));
  return { fen, truth, orders, accounts, notOk, refused: refusedMovements.map(({ step, reason }) => `${String(step)} ${reason}`) };
}

const PAID = '+1m pay: { from: v1, to: m1, yuan: 1000, by: v1 }';
const REPORTED = '+5m report: { by: v1, how: phone, payments: [1] }';

describe('stories reckoned on paper', () => {
  it('a silent bank: what moved on from there stays at risk for whoever knows only what is reported', async () => {
    const steps = [
      '+1m pay: { from: v1, to: m1, yuan: 1000.10, by: v1 }',
      '+2m move: { from: m1, to: m2, yuan: 400.05 }',
      // 0.333 of 40,005 fen, rounded down: 13,321.
      '+3m cashOut: { from: m2, share: 0.333, how: atm }',
      REPORTED,
    ];
    expect(await played({ habits: '{ bankAnswers: { default: 4m, bank-construction: never } }', steps })).toEqual({
      fen: [{ lost: 100_010, stopped: 60_005, atRisk: 40_005 }],
      truth: [{ lost: 100_010, stopped: 60_005, escaped: 13_321, atRisk: 26_684 }],
      orders: [['m1 1 0:10 0:14 1200 60005 60005', 'm2 1 0:16 null null 0 0']],
      accounts: [['m1 1 100010 60005 stopped', 'm2 2 40005 0 at-risk']],
      notOk: ['skipped: money moved on unreported from m2'],
      refused: [],
    });
  });

  it('an answer after fifty hours: the first stop has lapsed, the late one holds what is left', async () => {
    const steps = [PAID, '+2m move: { from: m1, to: m2, yuan: 400 }', REPORTED, '+60m cashOut: { from: m2, yuan: 100, how: atm }'];
    const where = [{ lost: 100_000, stopped: 30_000, escaped: 10_000, atRisk: 60_000 }];
    const habits = '{ bankAnswers: { default: 4m, bank-construction: 50h } }';
    expect(await played({ habits, steps: [...steps, '+51h tick: {}'] })).toEqual({
      ...{ fen: where, truth: where, notOk: [], refused: [] },
      orders: [['m1 1 0:10 0:14 1200 60000 60000', 'm2 1 0:16 50:16 1200 30000 30000']],
      accounts: [['m1 1 100000 0 lapsed', 'm2 2 40000 30000 stopped']],
    });
  });

  it('money that leaves between the mismatch and its correction is gone', async () => {
    const steps = [
      '+1m pay: { from: v1, to: m1, yuan: 500.50, by: v1 }',
      '+5m report: { by: v1, how: phone, payments: [1], says: { m1: { yuan: 500.55 } } }',
      '+20m cashOut: { from: m1, yuan: 100.20, how: pos }',
    ];
    const where = [{ lost: 50_050, stopped: 40_030, escaped: 10_020 }];
    expect(await played({ habits: '{ corrects: 7m }', steps })).toEqual({
      ...{ fen: where, truth: where, notOk: [], refused: [] },
      orders: [['m1 1 0:10 0:14 0200 0 0', 'm1 1 0:21 0:25 1200 40030 40030']],
      accounts: [['m1 1 50050 40030 stopped']],
    });
  });

  it('the bank holds before anybody reports; it lets go under the stop, which stays', async () => {
    const steps = [
      PAID,
      '+6m bankHold: { account: m1, reason: monitoring }',
      '+7m report: { by: v1, how: phone, payments: [1] }',
      '+20m move: { from: m1, to: m2, yuan: 100 }',
      '+30m bankRelease: { account: m1 }',
      '+31m move: { from: m1, to: m2, yuan: 100 }',
    ];
    const where = [{ lost: 100_000, stopped: 100_000 }];
    expect(await played({ steps })).toEqual({
      ...{ fen: where, truth: where, notOk: [] },
      refused: ['3 held', '5 held'],
      orders: [['m1 1 0:12 0:16 0000 100000 100000']],
      accounts: [['m1 1 100000 100000 stopped']],
    });
  });

  it('two victims, one mule, a refund to one and the other’s money in between: each case by itself', async () => {
    const steps = [
      PAID,
      '+2m pay: { from: v2, to: m1, yuan: 500, by: v2 }',
      // Oldest lots first: 300 of the first victim’s own.
      '+3m move: { from: m1, to: v1, yuan: 300 }',
      // 700 of the first case, then 200 of the second.
      '+4m move: { from: m1, to: m2, yuan: 900 }',
      // 100 of the first case, to the second victim: no return, and an account of the chase.
      '+5m move: { from: m2, to: v2, yuan: 100 }',
      '+6m report: { by: v1, how: phone, payments: [1] }',
      '+7m report: { by: v2, how: phone, payments: [2] }',
    ];
    const where = [
      { lost: 100_000, stopped: 70_000, returned: 30_000 },
      { lost: 50_000, stopped: 50_000 },
    ];
    expect(await played({ steps })).toEqual({
      ...{ fen: where, truth: where, notOk: [], refused: [] },
      orders: [['m1 1 0:11 0:15 1200 30000 30000', 'm2 1 0:17 0:21 1200 80000 80000', 'v2 1 0:23 0:27 0000 10000 10000'], []],
      accounts: [
        ['m1 1 100000 0 emptied', 'm2 2 70000 60000 stopped', 'v2 3 10000 10000 stopped'],
        ['m1 1 50000 30000 stopped', 'm2 2 20000 20000 stopped'],
      ],
    });
  });

  it('R-202: a freeze that nobody renews is over after six months, and what moves then nobody reports', async () => {
    const steps = [
      PAID,
      '+5m report: { by: v1, how: phone, payments: [1], files: 1h, freezes: 30m }',
      '+183d cashOut: { from: m1, yuan: 1, how: atm }',
      '+185d cashOut: { from: m1, yuan: 2, how: atm }',
    ];
    expect(await played({ steps })).toEqual({
      fen: [{ lost: 100_000, atRisk: 100_000 }],
      truth: [{ lost: 100_000, escaped: 200, atRisk: 99_800 }],
      orders: [['m1 1 0:10 0:14 0000 100000 100000']],
      accounts: [['m1 1 100000 0 lapsed']],
      notOk: ['skipped: money moved on unreported from m1'],
      refused: ['2 frozen'],
    });
  });

  it('in a circle: money that comes back to a mule is traced in twice and lost once', async () => {
    const steps = [
      PAID,
      '+2m move: { from: m1, to: m2, yuan: 1000 }',
      '+3m move: { from: m2, to: m1, yuan: 600 }',
      '+4m cashOut: { from: m1, yuan: 250.25, how: abroad }',
      REPORTED,
    ];
    const where = [{ lost: 100_000, stopped: 74_975, escaped: 25_025 }];
    expect(await played({ steps })).toEqual({
      ...{ fen: where, truth: where, notOk: [], refused: [] },
      orders: [['m1 1 0:10 0:14 1200 34975 34975', 'm2 1 0:16 0:20 0000 40000 40000']],
      accounts: [['m1 1 160000 34975 stopped', 'm2 2 100000 40000 stopped']],
    });
  });

  it('traced money leaves first: the mule’s own 30 yuan stay, and are no part of what is secured', async () => {
    const steps = [
      PAID,
      '+2m move: { from: m1, to: m2, yuan: 1020 }',
      '+3m cashOut: { from: m2, yuan: 30, how: virtual-currency }',
      REPORTED,
    ];
    const where = [{ lost: 100_000, stopped: 97_000, escaped: 3_000 }];
    expect(await played({ opening: { m1: '50' }, steps })).toEqual({
      ...{ fen: where, truth: where, notOk: [], refused: [] },
      orders: [['m1 1 0:10 0:14 1200 3000 0', 'm2 1 0:16 0:20 1200 99000 97000']],
      accounts: [['m1 1 100000 0 emptied', 'm2 2 100000 97000 stopped']],
    });
  });
});
