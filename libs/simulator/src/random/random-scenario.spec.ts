import { describe, expect, it } from '@jest/globals';
import { loadScenario } from '../file/load.ts';
import { mistakeText } from '../file/mistakes.ts';
import { randomScenario } from './random-scenario.ts';

const banks = ['bank-industry', 'bank-agriculture', 'bank-overseas', 'bank-construction', 'pay-one'];
const members = { banks, operators: ['operator-mobile'] };
const SEEDS = Array.from({ length: 150 }, (_, place) => place + 1);

describe('random stories', () => {
  it('are valid files, whatever the seed', () => {
    for (const seed of SEEDS) {
      for (const kind of [{ calm: true }, { calm: false }, { coarse: true }, { operators: members.operators }]) {
        const loaded = loadScenario(randomScenario({ seed, banks, ...kind }), `seed ${String(seed)}`, members);
        expect(loaded.ok ? [] : loaded.mistakes.map(mistakeText)).toEqual([]);
      }
    }
  });

  it('are the same for the same seed, and others for others', () => {
    expect(randomScenario({ seed: 7, banks })).toBe(randomScenario({ seed: 7, banks }));
    expect(randomScenario({ seed: 7, banks })).not.toBe(randomScenario({ seed: 8, banks }));
  });

  it('have the same money with telephones and without', () => {
    const text = randomScenario({ seed: 7, banks, operators: members.operators });
    const [people, steps] = [
      randomScenario({ seed: 7, banks }).split('accounts:')[0],
      randomScenario({ seed: 7, banks }).split('accounts:')[1],
    ];
    expect(text.replaceAll(/, phone: [^}]*/g, ' ')).toContain(people);
    expect(text.replace(/lines:\n(?: {2}f.*\n)+/, '')).toContain(steps);
  });

  it('have everything in them that befalls a line', () => {
    const text = SEEDS.map((seed) => randomScenario({ seed, banks, operators: members.operators })).join('\n');
    for (const part of ['warn:', 'read:', 'call:', 'visit:', 'outcome:', 'protective', 'result: asked', 'result: failed', 'no-answer'])
      expect(text).toContain(part);
  });

  it('have everything in them that a chase can meet', () => {
    const text = SEEDS.map((seed) => randomScenario({ seed, banks })).join('\n');
    for (const part of [
      'share:',
      'all: true',
      'never',
      'says:',
      'holder: 另一人',
      'bankHold',
      'bankRelease',
      'files:',
      'renews:',
      'watches:',
      'cashOut',
      'tick',
      'to: v1',
    ]) {
      expect(text).toContain(part);
    }
  });
});
