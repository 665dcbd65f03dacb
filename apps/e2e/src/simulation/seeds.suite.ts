import { afterAll, describe, expect, it } from '@jest/globals';
import { replayLine, startSeedThread } from './seed-thread.ts';

const SEEDS_AT_A_TIME = 20;

/** Seeds that must all pass, in a thread with the built city; a failure names the seed, what does not hold, and how to see it again. */
export function seedsSuite(first: number, count: number): void {
  describe('a city in one process, every tenth with office and operators, in the weather of a seed, keeps what it must keep', () => {
    const thread = startSeedThread(new URL('../../dist/simulation/simulate.worker.js', import.meta.url));
    afterAll(() => thread.close());
    const runs = Array.from({ length: Math.ceil(count / SEEDS_AT_A_TIME) }, (_, run) => first + run * SEEDS_AT_A_TIME);
    it.each(runs.map((from) => [from, Math.min(from + SEEDS_AT_A_TIME, first + count) - 1]))('seeds %i to %i', async (from, last) => {
      const failed: string[] = [];
      for (let seed = from; seed <= last; seed += 1) {
        const report = await thread.run(seed);
        if (!report.ok) failed.push(`${report.message}. ${replayLine(seed)}`);
      }
      expect(failed).toEqual([]);
    });
  });
}
