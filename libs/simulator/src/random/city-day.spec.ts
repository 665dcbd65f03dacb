import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { instant } from '@interlock/kernel';
import { loadScenario } from '../file/load.ts';
import { type Scenario } from '../file/scenario.ts';
import { startingAt } from '../file/shift.ts';
import { cityDay } from './city-day.ts';

const BANKS = ['industry', 'agriculture', 'overseas', 'construction', 'transport', 'postal', 'rural', 'city', 'joint-stock'].map(
  (name) => `bank-${name}`,
);
const members = {
  banks: [...BANKS, 'pay-one', 'card-clearing'],
  operators: ['operator-mobile', 'operator-fixed', 'operator-united', 'operator-cable'],
};

function read(text: string): Scenario {
  const loaded = loadScenario(text, 'city-day.yaml', members);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.mistakes.slice(0, 5)));
  return loaded.scenario;
}

describe('city-day.yaml', () => {
  const day = read(cityDay());

  it('is what the generator makes', () => {
    expect(read(readFileSync(new URL('../../../../scenarios/city-day.yaml', import.meta.url), 'utf8'))).toEqual(day);
  });

  it('has 60 cases, 600 warnings, every bank and every operator', () => {
    expect(day.steps.filter(({ verb }) => verb === 'report')).toHaveLength(60);
    expect(day.steps.filter(({ verb }) => verb === 'warn')).toHaveLength(600);
    expect(new Set([...day.accounts.values()].map(({ bank }) => bank))).toEqual(new Set(members.banks));
    expect(new Set([...day.people.values()].map(({ operator }) => operator))).toEqual(new Set(members.operators));
  });

  it('loses what the payments sum to', () => {
    const paid = day.steps.map((step) => (step.verb === 'pay' && step.amount.kind === 'fen' ? step.amount.fen : 0));
    expect(day.expect?.fen.lost).toBe(paid.reduce((sum, fen) => sum + fen, 0));
  });

  it('can be played on any other day', () => {
    const later = startingAt(day, instant('2026-05-04T00:00:00.000+08:00'));
    const [first] = day.steps;
    expect(first?.at.slice(11)).toBe(later.steps[0]?.at.slice(11));
    expect(later.startsAt).toBe('2026-05-03T16:00:00.000Z');
    expect(startingAt(later, day.startsAt)).toEqual(day);
  });
});
