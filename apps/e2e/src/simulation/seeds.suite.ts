import { describe, expect, it } from '@jest/globals';
import { SimulationFailed, replayLine, simulate } from './simulate.ts';

const SEEDS_AT_A_TIME = 20;

/** Seeds that must all pass; a failure names the seed, what does not hold, and how to see it again. */
export function seedsSuite(first: number, count: number): void {
  describe('a city in one process, every tenth with office and operators, in the weather of a seed, keeps what it must keep', () => {
    const runs = Array.from({ length: Math.ceil(count / SEEDS_AT_A_TIME) }, (_, run) => first + run * SEEDS_AT_A_TIME);
    it.each(runs.map((from) => [from, Math.min(from + SEEDS_AT_A_TIME, first + count) - 1]))('seeds %i to %i', async (from, last) => {
      const failed: string[] = [];
      for (let seed = from; seed <= last; seed += 1) failed.push(...(await failureOf(seed)));
      expect(failed).toEqual([]);
    });
  });
}

async function failureOf(seed: number): Promise<readonly string[]> {
  try {
    await simulate(seed);
    return [];
  } catch (error) {
    if (!(error instanceof SimulationFailed)) throw error;
    return [`${error.message}. ${replayLine(seed)}`];
  }
}
