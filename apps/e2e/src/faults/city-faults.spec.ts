import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type StoryResult } from '@interlock/simulator';
import { shipped } from '../stories/load.suite.ts';
import { embedded } from '../stories/shipped-stories.suite.ts';
import { type CityProcesses, startCityProcesses } from './city-processes.suite.ts';
import { type Fault, brokerKilled, brokerPaused, canLimitFileSize, diskFull, killed, linkBetween, repeated } from './faults.suite.ts';
import { examineCopy, lostOf, playWithFaults } from './play-with-faults.suite.ts';

const PATIENCE_MS = 240_000;
const folder = mkdtempSync(join(tmpdir(), 'interlock-faults-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the 1.66 million, while things go wrong', () => {
  let city: CityProcesses;
  const closing: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    city = await startCityProcesses(join(folder, 'wuyi'));
  }, PATIENCE_MS);
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
    await city.stop();
  });

  it(
    'every kind of service is killed, the broker killed and paused, a link cut, a disk full, facts repeated: the document is the embedded one',
    async () => {
      const link = await linkBetween(city, 'bank', 'police');
      closing.push(() => link.close());
      const faults: readonly Fault[] = [
        killed('police'),
        killed('bank'),
        killed('world'),
        brokerKilled(1_000),
        killed('gateway'),
        link.cut(1_500),
        killed('telecom'),
        brokerPaused(2_000),
        ...(canLimitFileSize() ? [diskFull('police', 'police', 1_000)] : []),
        killed('joint-office'),
        repeated([
          { from: 'police', to: 'bank-industry' },
          { from: 'police', to: 'city' },
        ]),
      ];
      const scenario = shipped('wuyi-1.66m');
      const played = await playWithFaults(
        city,
        scenario,
        faults.map((fault, index) => ({ afterAct: index + 2, fault })),
      );
      expect(played.struck).toEqual(faults.map(({ name }) => name));
      expect(comparable(played.result)).toEqual(comparable(await embedded(scenario, join(folder, 'embedded'))));
      expect(await lostOf(city, played)).toEqual([]);
      await city.stop();
      expect(examineCopy(city.data)).toEqual([]);
    },
    PATIENCE_MS,
  );
});

function comparable({ mode: _, data: __, wallMs: ___, ...rest }: StoryResult): object {
  return rest;
}
