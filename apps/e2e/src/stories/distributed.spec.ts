import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { whyNoKafka } from '@interlock/adapters';
import { playAgainst } from '@interlock/interlock';
import { type Scenario, type StoryResult } from '@interlock/simulator';
import { startCityProcesses } from '../processes/city-processes.suite.ts';
import { faultsOnLanes, messagesOn } from './independent-reader.suite.ts';
import { SHIPPED, type Shipped, itPlaysAsEmbedded } from './shipped-stories.suite.ts';

const folder = mkdtempSync(join(tmpdir(), 'interlock-distributed-'));
let plays = 0;
const fresh = (): string => {
  plays += 1;
  return join(folder, String(plays));
};
const STORIES: readonly Shipped[] = process.env['INTERLOCK_TEST_STORIES'] === 'all' ? SHIPPED : ['wuyi-1.66m'];
const PATIENCE_MS = 180_000;
const lacking = await whyNoKafka();
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

if (lacking !== undefined) {
  describe('a story on processes and a real Kafka', () => {
    it.skip(`plays as its file expects (skipped: ${lacking})`, () => undefined);
  });
} else {
  /** Each story has a city of its own: a played one is not fresh. Then nothing of the city is left but its data. */
  const play = async (scenario: Scenario): Promise<StoryResult> => {
    const on = await startCityProcesses(fresh());
    let ended;
    try {
      const at = { url: on.url };
      const played = await playAgainst({
        scenario,
        city: at,
        file: `${scenario.name}.yaml`,
        patienceMs: 60_000,
        progress: () => undefined,
      });
      // Who reads the lanes without our code: CloudEvents that their published schemas take, numbered without a gap, nobody in clear.
      const lanes = await messagesOn(on);
      const { faults, facts } = faultsOnLanes(lanes, scenario);
      expect(faults).toEqual([]);
      expect(facts).toBeGreaterThan(100);
      return played;
    } finally {
      ended = await on.stop();
      expect(ended).toEqual({ code: 0, leftOver: [] });
    }
  };

  describe('a story on processes and a real Kafka', () => {
    itPlaysAsEmbedded(STORIES, play, { folder: fresh, patienceMs: PATIENCE_MS });
  });
}
