import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { whyNoKafka } from '@interlock/adapters';
import { shipped } from '../stories/load.suite.ts';
import { embedded } from '../stories/shipped-stories.suite.ts';
import { runReplicaCampaign, toldAlike } from './replica-campaign.suite.ts';

/** `INTERLOCK_TEST_REPLICA_KILLS=50`, or `npm run test:faults -- --only replicas`, kills more often. */
const KILLS = Number(process.env['INTERLOCK_TEST_REPLICA_KILLS'] ?? '2');
const SEED = Number(process.env['INTERLOCK_TEST_REPLICA_SEED'] ?? '1');

const folder = mkdtempSync(join(tmpdir(), 'interlock-replicas-'));
const lacking = await whyNoKafka();
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('two processes of the police on a KurrentDB (simulated) and a real Kafka, killed in turn while a story plays', () => {
  if (lacking !== undefined) {
    it.skip(`change nothing of it (skipped: ${lacking})`, () => undefined);
    return;
  }
  it(`change nothing of it (${String(KILLS)} kills): its document is that of an embedded play, each fact is received once, each subject has one key`, async () => {
    const scenario = shipped('lapse-and-freeze');
    const { result, broken, ...report } = await runReplicaCampaign({ scenario, data: join(folder, 'city'), kills: KILLS, seed: SEED });
    process.stdout.write(`replicas of the police, seed ${String(SEED)}: ${JSON.stringify(report)}\n`);
    expect(broken).toEqual([]);
    expect(result.checks.filter((check) => check.result !== 'ok')).toEqual([]);
    expect(toldAlike(result)).toEqual(toldAlike(await embedded(scenario, join(folder, 'embedded'))));
    expect(report.kills).toBe(KILLS);
    // Both did their part.
    expect(report.given.filter((count) => count > 10).length).toBeGreaterThan(1);
  }, 600_000);
});
