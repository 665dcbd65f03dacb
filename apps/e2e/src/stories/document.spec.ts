import { describe, expect, it } from '@jest/globals';
import { playHandMade } from './hand-made.suite.ts';

/** Every expectation is reckoned by hand from scenarios.md; times are hours and minutes since the story began. */
const PAID = '+1m pay: { from: v1, to: m1, yuan: 10000, by: v1 }';

describe('R-110: what a reporter states wrongly changes the order and nothing else', () => {
  it.each([
    ['number', '"6222000000000000000"', '0300'],
    ['holder', '别人', '0301'],
    ['yuan', '10000.01', '0200'],
    ['at', '"+0s"', '0800'],
  ])('a wrong %s is refused, and corrected under the same number', async (what, wrong, code) => {
    const played = await playHandMade({
      steps: [PAID, `+5m report: { by: v1, payments: [1], says: { m1: { ${what}: ${wrong} } } }`],
    });
    expect(played.orders).toEqual([[`m1 1 0:10 0:14 ${code} 0 0`, 'm1 1 0:19 0:23 0000 1000000 1000000']]);
    expect(played.fen).toEqual([{ lost: 1_000_000, stopped: 1_000_000 }]);
    expect(played.accounts).toEqual([['m1 1 1000000 1000000 stopped']]);
    expect(played.seconds).toEqual([[300, 1080, 1080]]);
    expect(played.notOk).toEqual([]);
  });

  it('the first that differs is answered: the number before the holder, the sum before the time', async () => {
    const says = (wrong: string): string => `+5m report: { by: v1, payments: [1], says: { m1: { ${wrong} } } }`;
    const first = await playHandMade({ habits: '{ corrects: never }', steps: [PAID, says('holder: 别人, number: "6222000000000000000"')] });
    const second = await playHandMade({ habits: '{ corrects: never }', steps: [PAID, says('at: "+0s", yuan: 1')] });
    expect(first.orders).toEqual([['m1 1 0:10 0:14 0300 0 0']]);
    expect(second.orders).toEqual([['m1 1 0:10 0:14 0200 0 0']]);
    expect(second.accounts).toEqual([['m1 1 1000000 0 refused']]);
    expect(second.seconds).toEqual([[300, null, null]]);
  });

  it('the account is proposed at once for the next victim who paid there, and the corrected order finds that order open', async () => {
    const played = await playHandMade({
      steps: [
        PAID,
        '+2m pay: { from: v2, to: m1, yuan: 20000, by: v2 }',
        '+5m report: { by: v1, payments: [1], says: { m1: { holder: 别人 } } }',
        '+6m report: { by: v2, payments: [2] }',
      ],
    });
    expect(played.orders).toEqual([['m1 1 0:10 0:14 0301 0 0'], ['m1 1 0:16 0:20 0000 3000000 3000000']]);
    expect(played.fen).toEqual([
      { lost: 1_000_000, stopped: 1_000_000 },
      { lost: 2_000_000, stopped: 2_000_000 },
    ]);
    expect(played.seconds).toEqual([
      [300, null, null],
      [600, 840, 840],
    ]);
  });
});

describe('R-115, R-124: a late bank', () => {
  it('answers 1200, and the money is followed from there over an emptied account', async () => {
    const played = await playHandMade({
      habits: '{ bankAnswers: { default: 4m, bank-industry: 40m } }',
      steps: [
        PAID,
        '+5m report: { by: v1, payments: [1] }',
        '+20m move: { from: m1, to: m2, yuan: 4000 }',
        '+30m move: { from: m2, to: m3, all: true }',
      ],
    });
    expect(played.orders).toEqual([['m1 1 0:10 0:50 1200 600000 600000', 'm2 1 0:52 0:56 1200 0 0', 'm3 1 0:58 1:02 0000 400000 400000']]);
    expect(played.accounts).toEqual([['m1 1 1000000 600000 stopped', 'm2 2 400000 0 emptied', 'm3 3 400000 400000 stopped']]);
    expect(played.seconds).toEqual([[300, 2700, 3420]]);
    expect(played.cases[0]?.levels).toBe(3);
    expect(played.notOk).toEqual([]);
  });
});

describe('R-134: a bank’s own hold, and a bank that never answers', () => {
  const steps = [
    PAID,
    '+2m pay: { from: v1, to: m2, yuan: 5000, by: v1 }',
    '+3m bankHold: { account: m1, reason: monitoring }',
    '+5m report: { by: v1, payments: [1, 2] }',
  ];
  const habits = '{ bankAnswers: { default: 4m, bank-industry: never } }';

  it('money under the hold alone is in question; the order stays unanswered', async () => {
    const played = await playHandMade({ habits, steps });
    expect(played.orders).toEqual([['m1 1 0:10 null null 0 0', 'm2 1 0:10 0:14 0000 500000 500000']]);
    expect(played.fen).toEqual([{ lost: 1_500_000, inQuestion: 1_000_000, stopped: 500_000 }]);
    expect(played.truth).toEqual(played.fen);
    expect(played.accounts).toEqual([['m1 1 1000000 0 in-question', 'm2 1 500000 500000 stopped']]);
    expect(played.notOk).toEqual([]);
  });

  it('released, the money moves on where nobody reports: known stays behind the truth, and the check names the account', async () => {
    const played = await playHandMade({
      habits,
      steps: [...steps, '+30m bankRelease: { account: m1 }', '+40m cashOut: { from: m1, yuan: 4000, how: atm }'],
    });
    expect(played.fen).toEqual([{ lost: 1_500_000, atRisk: 1_000_000, stopped: 500_000 }]);
    expect(played.truth).toEqual([{ lost: 1_500_000, atRisk: 600_000, escaped: 400_000, stopped: 500_000 }]);
    expect(played.accounts).toEqual([['m1 1 1000000 0 at-risk', 'm2 1 500000 500000 stopped']]);
    expect(played.notOk).toEqual([expect.stringMatching(/^skipped: .*\bm1$/)]);
  });

  it('a hold told later counts from then on; it is not replaced by a stop and remains after it', async () => {
    const played = await playHandMade({
      steps: [PAID, '+5m report: { by: v1, payments: [1] }', '+20m bankHold: { account: m1, reason: monitoring }', '+49h tick: {}'],
    });
    expect(played.fen).toEqual([{ lost: 1_000_000, inQuestion: 1_000_000 }]);
    expect(played.accounts).toEqual([['m1 1 1000000 0 in-question']]);
    expect(played.notOk).toEqual([]);
  });
});

describe('what comes back, what is refused, what never is', () => {
  it('a refund to the victim’s account is returned, and that account is no account of the chase', async () => {
    const played = await playHandMade({
      steps: [PAID, '+3m move: { from: m1, to: v1, yuan: 4000 }', '+5m report: { by: v1, payments: [1] }'],
    });
    expect(played.fen).toEqual([{ lost: 1_000_000, returned: 400_000, stopped: 600_000 }]);
    expect(played.truth).toEqual(played.fen);
    expect(played.orders).toEqual([['m1 1 0:10 0:14 1200 600000 600000']]);
    expect(played.accounts).toEqual([['m1 1 1000000 600000 stopped']]);
    expect(played.cases[0]?.levels).toBe(1);
  });

  it('a refused payment keeps its number and counts 0; an amount of 0 does nothing', async () => {
    const played = await playHandMade({
      steps: [
        '+1m pay: { from: v1, to: m1, yuan: 200000, by: v1 }',
        '+2m pay: { from: v1, to: m2, yuan: 300, by: v1 }',
        '+3m move: { from: m1, to: m3, all: true }',
        '+3m cashOut: { from: m1, share: 0.5, how: pos }',
        '+5m report: { by: v1, payments: [1, 2] }',
      ],
    });
    expect(played.refusedMovements).toEqual([{ step: 0, reason: 'insufficient' }]);
    expect(played.fen).toEqual([{ lost: 30_000, stopped: 30_000 }]);
    expect(played.orders).toEqual([['m2 1 0:10 0:14 0000 30000 30000']]);
    expect(played.notOk).toEqual([]);
  });

  it('a report whose payments were all refused is a case without loss', async () => {
    const played = await playHandMade({
      steps: ['+1m pay: { from: v1, to: m1, yuan: 200000, by: v1 }', '+5m report: { by: v1, payments: [1] }'],
    });
    expect(played.fen).toEqual([{}]);
    expect(played.orders).toEqual([[]]);
    expect(played.notOk).toEqual([]);
  });

  it('a case that is never entered counts nothing and orders nothing', async () => {
    const played = await playHandMade({ steps: [PAID, '+5m report: { by: v1, payments: [1], intake: never }'] });
    expect(played.fen).toEqual([{}]);
    expect(played.truth).toEqual([{}]);
    expect(played.seconds).toEqual([[null, null, null]]);
    expect(played.notOk).toEqual([]);
  });

  it('a withdrawn case keeps its count; nothing more is proposed for it', async () => {
    const played = await playHandMade({
      habits: '{ bankAnswers: 20m }',
      steps: [
        PAID,
        '+3m move: { from: m1, to: m2, yuan: 4000 }',
        '+5m report: { by: v1, payments: [1] }',
        '+20m withdraw: { report: 1, reason: 误报 }',
      ],
    });
    expect(played.orders).toEqual([['m1 1 0:10 0:30 1200 600000 600000']]);
    expect(played.fen).toEqual([{ lost: 1_000_000, stopped: 600_000, atRisk: 400_000 }]);
    expect(played.notOk).toEqual([]);
  });
});
