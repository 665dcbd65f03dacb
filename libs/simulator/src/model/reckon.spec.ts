import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { loadScenario } from '../file/load.ts';
import { type Reading, type Scenario, PLACES } from '../file/scenario.ts';
import { randomScenario } from '../random/random-scenario.ts';
import { reckon } from './reckon.ts';

const BANKS = ['industry', 'agriculture', 'overseas', 'construction', 'transport', 'postal', 'rural', 'city', 'joint-stock'].map(
  (name) => `bank-${name}`,
);
const members = {
  banks: [...BANKS, 'pay-one', 'card-clearing'],
  operators: ['operator-mobile', 'operator-fixed', 'operator-united', 'operator-cable'],
};

function read(text: string): Scenario {
  const loaded = loadScenario(text, 'story.yaml', members);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.mistakes));
  return loaded.scenario;
}

function story(name: string): Scenario {
  return read(readFileSync(new URL(`../../../../scenarios/${name}.yaml`, import.meta.url), 'utf8'));
}

function sumOf(readings: readonly Reading[]): Reading {
  const zero: Reading = { lost: 0, stopped: 0, frozen: 0, returned: 0, escaped: 0, atRisk: 0, inQuestion: 0 };
  const keys = ['lost', ...PLACES] as const;
  return readings.reduce((sum, one) => keys.reduce((next, key) => ({ ...next, [key]: sum[key] + one[key] }), sum), zero);
}

describe('the shipped stories, reckoned by scenarios.md alone', () => {
  it.each(['wuyi-1.66m', 'yongkang-unread-180k', 'lanxi-read-166800', 'two-victims-one-mule', 'lapse-and-freeze', 'city-day'])(
    '%s comes out as it says',
    async (name) => {
      const scenario = story(name);
      const reckoned = await reckon(scenario);
      expect(sumOf(reckoned.cases.map(({ fen }) => fen))).toMatchObject(scenario.expect?.fen ?? {});
      if (name !== 'city-day') expect(reckoned.cases.map(({ fen }) => fen)).toEqual(reckoned.cases.map((one) => one.true));
      for (const [place, expected] of (scenario.expect?.cases ?? []).entries())
        expect(reckoned.cases[place]?.fen).toMatchObject(expected.fen);
    },
  );

  it('wuyi: seven accounts at six banks, a mismatch corrected, the last stop 110 minutes after the report', async () => {
    const { orders } = await reckon(story('wuyi-1.66m'));
    expect(
      orders.map(({ account, number, orderedAt, answeredAt, code, securedFen }) => [
        account,
        number,
        orderedAt.slice(11, 16),
        answeredAt?.slice(11, 16),
        code,
        securedFen,
      ]),
    ).toEqual([
      ['m1', 1, '04:15', '04:19', '0301', 0],
      ['m1', 1, '04:24', '04:28', '1200', 6_000_000],
      ['m2', 1, '04:30', '05:14', '1200', 15_000_000],
      ['m3', 1, '04:30', '04:34', '1200', 26_000_000],
      ['m4', 1, '04:30', '04:34', '0000', 30_000_000],
      ['m7', 1, '04:36', '04:40', '0000', 24_000_000],
      ['m5', 1, '05:16', '06:00', '0000', 45_000_000],
      ['m6', 1, '05:16', '05:20', '0000', 20_000_000],
    ]);
  });

  it('two victims: a renewal is the second stop, the third is refused before it is sent', async () => {
    const { orders } = await reckon(story('two-victims-one-mule'));
    expect(
      orders.filter(({ account }) => account === 'm1').map(({ report, number, code, answeredAt }) => [report, number, code, answeredAt]),
    ).toEqual([
      [1, 1, '1200', '2021-03-08T02:14:00.000Z'],
      [1, 2, '0000', '2021-03-09T22:18:00.000Z'],
      [2, 3, '1304', null],
    ]);
  });
});

describe('random stories, reckoned', () => {
  it('lose nothing: the six places are the loss, in both readings', async () => {
    for (let seed = 1; seed <= 120; seed += 1) {
      const { cases } = await reckon(read(randomScenario({ seed, banks: members.banks })));
      for (const { fen, true: truth } of cases) {
        for (const { lost, stopped, frozen, returned, escaped, atRisk, inQuestion } of [fen, truth]) {
          expect([seed, stopped + frozen + returned + escaped + atRisk + inQuestion]).toEqual([seed, lost]);
        }
      }
    }
  });

  it('that are calm end with the police knowing the truth', async () => {
    for (let seed = 1; seed <= 120; seed += 1) {
      const { cases } = await reckon(read(randomScenario({ seed, banks: members.banks, calm: true })));
      expect([seed, ...cases.map(({ fen }) => fen)]).toEqual([seed, ...cases.map((one) => one.true)]);
    }
  });
});
