import { describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '../conformance/temporary-folder.testing.ts';
import { openSqliteStores } from '../sqlite/sqlite-stores.ts';
import { runKillCampaign } from './kill-campaign.ts';

/** A short form: npm run test:faults -- --only store kills a thousand times. */
const KILLS = 30;
const CALLERS = 64;
const SEED = 20260301;

describe('the SQLite log under kill -9', () => {
  it(`46, 47. loses nothing acknowledged and keeps nothing in part over ${KILLS} kills under ${CALLERS} callers`, async () => {
    const folder = temporaryFolder();
    const stores = openSqliteStores({ threads: 1 });
    try {
      const report = await runKillCampaign({ stores, path: folder.file('police.db'), kills: KILLS, callers: CALLERS, seed: SEED });
      process.stdout.write(`kill -9, seed ${SEED}: ${JSON.stringify(report)}\n`);
      expect(report.broken).toEqual([]);
      expect(report.kills).toBe(KILLS);
      expect(report.hitInFlight).toBeGreaterThanOrEqual(KILLS / 2);
      expect(report.acknowledgedAppends).toBeGreaterThan(KILLS);
    } finally {
      await stores.close();
      folder.remove();
    }
  }, 240_000);
});
