import { describe, expect, it } from '@jest/globals';
import { runReplicaCampaign } from './replica-campaign.suite.ts';

/** The campaign kills 50 times: `INTERLOCK_REPLICA_KILLS=50 node scripts/spec.mjs apps/e2e/src/machinery/replica-processes`. */
const KILLS = Number(process.env['INTERLOCK_REPLICA_KILLS'] ?? '5');
const SEED = Number(process.env['INTERLOCK_REPLICA_SEED'] ?? '1');

describe('two processes of one node on a KurrentDB (simulated), one of them killed again and again', () => {
  it(
    `${String(KILLS)} times: every fact, command, deadline and effect once, lanes without a gap, views as a fresh fold`,
    async () => {
      const report = await runReplicaCampaign({ kills: KILLS, seed: SEED });
      process.stdout.write(`replicas, seed ${String(SEED)}: ${JSON.stringify(report)}\n`);
      expect(report.broken).toEqual([]);
      expect(report.hitInFlight).toBeGreaterThan(KILLS / 2);
    },
    60_000 + KILLS * 20_000,
  );
});
