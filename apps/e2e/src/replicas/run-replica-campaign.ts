import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { playEmbedded } from '@interlock/interlock';
import { shipped } from '../stories/load.suite.ts';
import { runReplicaCampaign, toldAlike } from './replica-campaign.suite.ts';

/**
 * Kills one of two processes of the police in the midst of stories, story after story, until there were so many kills:
 * `npm run test:faults -- --only replicas --kills 50 --seed 1`. After each, the document must be that of an undisturbed embedded play, every fact
 * received once, every subject have one key, and the views of both be the same.
 */
const { values } = parseArgs({ options: { kills: { type: 'string', default: '50' }, seed: { type: 'string', default: '1' } } });
const STORIES = ['wuyi-1.66m', 'lapse-and-freeze', 'two-victims-one-mule'] as const;
const kills = Number(values.kills);
let [done, plays, failed] = [0, 0, 0];
while (done < kills) {
  const name = STORIES[plays % STORIES.length] ?? 'wuyi-1.66m';
  const folder = mkdtempSync(join(tmpdir(), 'interlock-replicas-'));
  try {
    const scenario = shipped(name);
    const seed = Number(values.seed) + plays;
    const { result, broken, ...report } = await runReplicaCampaign({ scenario, data: join(folder, 'city'), kills: kills - done, seed });
    const alone = await playEmbedded({ scenario, file: `${name}.yaml`, dataDir: join(folder, 'embedded'), report: () => undefined });
    const wrong = [
      ...broken,
      ...result.checks.flatMap((check) => (check.result === 'ok' ? [] : [check.name])),
      ...(isDeepStrictEqual(toldAlike(result), toldAlike(alone)) ? [] : ['the document differs from an embedded play’s']),
      ...(report.kills === 0 ? ['nobody was killed'] : []),
    ];
    if (wrong.length > 0) failed += 1;
    done += Math.max(1, report.kills);
    process.stdout.write(`${name}, seed ${String(seed)}: ${JSON.stringify({ ...report, wrong })}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  plays += 1;
}
process.stdout.write(`replicas: ${String(done)} kills in ${String(plays)} plays, ${String(failed)} of them failed\n`);
process.exitCode = failed > 0 ? 1 : 0;
