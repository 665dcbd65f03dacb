import { describe, expect, it } from '@jest/globals';
import { type Plant } from './city.ts';
import { checkpointTooEarly, olderBackup, olderBackupUnseen, viewCheckpointTooEarly, watermarkOvertakes } from './planted-bugs.suite.ts';
import { SimulationFailed, simulate } from './simulate.ts';

/** What so many seeds say does not hold, until one of them says the thing that is looked for: one bug may show in several ways. */
async function found(plant: Plant, seeds: number, wanted: string): Promise<readonly string[]> {
  const invariants: string[] = [];
  for (let seed = 1; seed <= seeds && !invariants.includes(wanted); seed += 1) {
    try {
      await simulate(seed, { plant });
    } catch (error) {
      if (!(error instanceof SimulationFailed)) throw error;
      invariants.push(error.invariant);
    }
  }
  return invariants;
}

describe('the simulation finds a planted bug', () => {
  it.each([
    ['a policy’s checkpoint moved too early', checkpointTooEarly, 40, 'policies that run again dispatch nothing new'],
    ['a view’s checkpoint moved too early', viewCheckpointTooEarly, 40, 'views equal a fresh fold of the log'],
    ['a watermark that overtakes what was sent', watermarkOvertakes, 5, 'a watermark promises only what has come'],
    [
      'a restored backup that reuses numbers, where nobody looks',
      olderBackupUnseen,
      10,
      'what is received is what was told, under its number',
    ],
  ] as const)('%s', async (_what, plant, seeds, invariant) => {
    expect(await found(plant, seeds, invariant)).toContain(invariant);
  });

  it('a restored backup that reuses numbers is on record at once where recipients look', async () => {
    expect(await found(olderBackup, 5, 'no lane breaks')).toContain('no lane breaks');
  });
});
