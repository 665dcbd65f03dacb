import { describe, expect, it } from '@jest/globals';
import { playHandMade } from './hand-made.suite.ts';

/** Every expectation is reckoned by hand from scenarios.md; times are hours and minutes since the story began. */
const PAID = '+1m pay: { from: v1, to: m1, yuan: 10000, by: v1 }';

describe('R-112, R-113, R-117, R-127: lapse, renewal, the third stop, watches', () => {
  it('a stop holds up to, not including, its end; a watch begun after the lapse tells what moves then', async () => {
    const played = await playHandMade({
      habits: '{ watches: 30m }',
      steps: [
        PAID,
        '+5m report: { by: v1, payments: [1] }',
        '+48h13m move: { from: m1, to: m2, yuan: 1000 }',
        '+48h14m move: { from: m1, to: m2, yuan: 3000 }',
        '+48h44m move: { from: m1, to: m2, yuan: 500 }',
        '+49h move: { from: m1, to: m3, yuan: 2000 }',
      ],
    });
    expect(played.refusedMovements).toEqual([{ step: 2, reason: 'held' }]);
    expect(played.orders).toEqual([['m1 1 0:10 0:14 0000 1000000 1000000', 'm3 1 49:06 49:10 0000 200000 200000']]);
    expect(played.fen).toEqual([{ lost: 1_000_000, atRisk: 800_000, stopped: 200_000 }]);
    expect(played.accounts).toEqual([['m1 1 1000000 0 lapsed', 'm3 2 200000 200000 stopped']]);
    expect(played.notOk).toEqual([expect.stringMatching(/^skipped: .*\bm1$/)]);
  });

  it('the renewal is the second stop; the third is refused before sending, and watched', async () => {
    const played = await playHandMade({
      steps: [
        PAID,
        '+5m report: { by: v1, payments: [1], renews: 4h }',
        '+97h pay: { from: v2, to: m1, yuan: 5000, by: v2 }',
        '+97h10m report: { by: v2, payments: [2], watches: 30m }',
        '+98h cashOut: { from: m1, yuan: 5000, how: atm }',
      ],
    });
    expect(played.orders).toEqual([
      ['m1 1 0:10 0:14 0000 1000000 1000000', 'm1 2 44:14 44:18 0000 1000000 1000000'],
      ['m1 3 97:15 null 1304 0 0'],
    ]);
    expect(played.fen).toEqual([
      { lost: 1_000_000, escaped: 500_000, atRisk: 500_000 },
      { lost: 500_000, atRisk: 500_000 },
    ]);
    expect(played.truth).toEqual(played.fen);
    expect(played.seconds).toEqual([
      [300, 540, 159_180],
      [null, null, null],
    ]);
    expect(played.notOk).toEqual([]);
  });

  it('a renewal answered at the end or after it is refused with 1800 and does not count', async () => {
    const played = await playHandMade({
      steps: [
        PAID,
        '+5m report: { by: v1, payments: [1], renews: 4m }',
        '+50h pay: { from: v2, to: m1, yuan: 5000, by: v2 }',
        '+51h report: { by: v2, payments: [2] }',
      ],
    });
    expect(played.orders).toEqual([
      ['m1 1 0:10 0:14 0000 1000000 1000000', 'm1 2 48:10 48:14 1800 0 0'],
      ['m1 2 51:05 51:09 0000 1500000 1500000'],
    ]);
    expect(played.fen).toEqual([
      { lost: 1_000_000, stopped: 1_000_000 },
      { lost: 500_000, stopped: 500_000 },
    ]);
    expect(played.notOk).toEqual([]);
  });
});

describe('R-119, R-206, R-208: freezes', () => {
  it('a filed case’s stopped sum is frozen and stays when the stop runs out; free money moves past it and carries nothing', async () => {
    const played = await playHandMade({
      steps: [
        PAID,
        '+5m report: { by: v1, payments: [1], files: 1h }',
        '+2h pay: { from: v2, to: m1, yuan: 5000, by: v2 }',
        '+49h move: { from: m1, to: m2, all: true }',
        '+49h1m move: { from: m1, to: m2, yuan: 1 }',
      ],
    });
    expect(played.fen).toEqual([{ lost: 1_000_000, frozen: 1_000_000 }]);
    expect(played.truth).toEqual(played.fen);
    expect(played.accounts).toEqual([['m1 1 1000000 1000000 frozen']]);
    expect(played.refusedMovements).toEqual([{ step: 4, reason: 'frozen' }]);
    expect(played.notOk).toEqual([]);
  });

  // Frozen at +2h4m: half a year ends 184 days later, a year 365, a year and a half 549.
  const FREEZE = '+2h freeze: { report: 1, account: m1 }';
  it.each([
    ['as ordered, for half a year', [FREEZE], 184],
    ['ordered for a year', ['+2h freeze: { report: 1, account: m1, period: major }'], 365],
    ['renewed once', [FREEZE, '+3d renewFreeze: { report: 1, account: m1 }'], 365],
    ['renewed for a year', [FREEZE, '+183d renewFreeze: { report: 1, account: m1, period: major }'], 549],
    ['renewed twice', [FREEZE, '+3d renewFreeze: { report: 1, account: m1 }', '+200d renewFreeze: { report: 1, account: m1 }'], 549],
  ])('R-202, R-203, R-205: a freeze %s stands until its end, and lapses then', async (_, acts, days) => {
    const steps = [PAID, '+5m report: { by: v1, payments: [1], files: 1h, freezes: never }', ...acts];
    const standing = await playHandMade({ steps: [...steps, `+${String(days)}d2h3m59s move: { from: m1, to: m2, yuan: 3000 }`] });
    expect(standing.refusedMovements.map(({ reason }) => reason)).toEqual(['frozen']);
    expect(standing.fen).toEqual([{ lost: 1_000_000, frozen: 1_000_000 }]);
    expect(standing.truth).toEqual(standing.fen);
    expect(await standing.reckoned()).toEqual([{ fen: standing.fen[0], true: standing.truth[0] }]);
    expect(standing.notOk).toEqual([]);
    const over = await playHandMade({ steps: [...steps, `+${String(days)}d2h4m move: { from: m1, to: m2, yuan: 3000 }`] });
    expect(over.refusedMovements).toEqual([]);
    expect(over.fen).toEqual([{ lost: 1_000_000, atRisk: 1_000_000 }]);
    expect(over.truth).toEqual(over.fen);
    expect(await over.reckoned()).toEqual([{ fen: over.fen[0], true: over.truth[0] }]);
    expect(over.accounts).toEqual([['m1 1 1000000 0 lapsed']]);
    expect(over.notOk).toEqual([expect.stringMatching(/^skipped: .*\bm1$/)]);
  });

  it('R-205, R-208: of two cases’ freezes on one account only the renewed one stands past the first end, and covers its own case', async () => {
    const played = await playHandMade({
      steps: [
        PAID,
        '+2m pay: { from: v2, to: m1, yuan: 5000, by: v2 }',
        '+5m report: { by: v1, payments: [1], files: 1h, freezes: never }',
        '+6m report: { by: v2, payments: [2], files: 1h, freezes: never }',
        '+2h freeze: { report: 1, account: m1 }',
        '+2h freeze: { report: 2, account: m1 }',
        '+100d renewFreeze: { report: 1, account: m1 }',
        '+184d2h3m move: { from: m1, to: m2, yuan: 1 }',
        '+184d2h5m move: { from: m1, to: m2, all: true }',
        '+184d2h6m cashOut: { from: m2, yuan: 2000, how: atm }',
        '+365d2h3m move: { from: m1, to: m3, yuan: 1 }',
      ],
    });
    expect(played.refusedMovements).toEqual([
      { step: 7, reason: 'frozen' },
      { step: 10, reason: 'frozen' },
    ]);
    expect(played.truth).toEqual([
      { lost: 1_000_000, frozen: 1_000_000 },
      { lost: 500_000, escaped: 200_000, atRisk: 300_000 },
    ]);
    // Nobody had to report on the account any more: the second case’s money is at risk there, as far as is known.
    expect(played.fen).toEqual([
      { lost: 1_000_000, frozen: 1_000_000 },
      { lost: 500_000, atRisk: 500_000 },
    ]);
    expect(await played.reckoned()).toEqual(played.fen.map((fen, index) => ({ fen, true: played.truth[index] })));
    expect(played.notOk).toEqual([expect.stringMatching(/^skipped: .*\bm1\b/)]);
  });

  it('what becomes uncovered in the instant of a freeze order is ordered in that instant, too', async () => {
    // The second case is entered at the moment of the freezes: the move turns out to have carried its money, not the first case's.
    const played = await playHandMade({
      steps: [
        '+1m pay: { from: v2, to: m1, yuan: 4000, by: v2 }',
        '+2m pay: { from: v1, to: m1, yuan: 10000, by: v1 }',
        '+3m move: { from: m1, to: m2, yuan: 4000 }',
        '+5m report: { by: v1, payments: [2], freezes: 0s }',
        '+1h8m file: { report: 1 }',
        '+1h8m report: { by: v2, payments: [1], intake: 0s }',
      ],
    });
    expect([...played.freezes].sort()).toEqual(['m1 1:12 400000', 'm1 1:12 600000', 'm2 1:12 400000']);
    expect(played.fen).toEqual([
      { lost: 1_000_000, frozen: 1_000_000 },
      { lost: 400_000, frozen: 400_000 },
    ]);
    expect(played.truth).toEqual(played.fen);
    expect(played.notOk).toEqual([]);
  });

  it('a freeze for a part leaves the rest stopped; lifted, the sum is under the stop again, other cases’ money untouched', async () => {
    const steps = [
      PAID,
      '+2m pay: { from: v2, to: m1, yuan: 5000, by: v2 }',
      '+5m report: { by: v1, payments: [1], freezes: never }',
      '+6m report: { by: v2, payments: [2] }',
      '+30m file: { report: 1 }',
      '+40m freeze: { report: 1, account: m1, yuan: 6000 }',
    ];
    const partly = await playHandMade({ steps });
    expect(partly.fen).toEqual([
      { lost: 1_000_000, frozen: 600_000, stopped: 400_000 },
      { lost: 500_000, stopped: 500_000 },
    ]);
    expect(partly.truth).toEqual(partly.fen);
    expect(partly.accounts).toEqual([['m1 1 1000000 1000000 frozen'], ['m1 1 500000 500000 stopped']]);
    const lifted = await playHandMade({ steps: [...steps, '+60m lift: { report: 1, account: m1 }'] });
    expect(lifted.fen).toEqual([
      { lost: 1_000_000, stopped: 1_000_000 },
      { lost: 500_000, stopped: 500_000 },
    ]);
    expect(lifted.truth).toEqual(lifted.fen);
    expect([...partly.notOk, ...lifted.notOk]).toEqual([]);
  });

  it('covered lots do not move when the stop is over: the other case’s money goes first, though it came later', async () => {
    const played = await playHandMade({
      steps: [
        PAID,
        '+2m pay: { from: v2, to: m1, yuan: 5000, by: v2 }',
        '+5m report: { by: v1, payments: [1], files: 1h, freezes: 30m }',
        '+6m report: { by: v2, payments: [2], watches: 0s }',
        '+49h cashOut: { from: m1, yuan: 3000, how: atm }',
        '+50h bankHold: { account: m1, reason: monitoring }',
      ],
    });
    // The order was the first case’s: nobody watches its lapse, and the bank tells its own hold.
    expect(played.fen).toEqual([
      { lost: 1_000_000, frozen: 1_000_000 },
      { lost: 500_000, inQuestion: 500_000 },
    ]);
    expect(played.truth).toEqual([
      { lost: 1_000_000, frozen: 1_000_000 },
      { lost: 500_000, escaped: 300_000, inQuestion: 200_000 },
    ]);
    expect(played.accounts).toEqual([['m1 1 1000000 1000000 frozen'], ['m1 1 500000 0 in-question']]);
    expect(played.notOk).toEqual([expect.stringMatching(/^skipped: .*\bm1$/)]);
  });
});
