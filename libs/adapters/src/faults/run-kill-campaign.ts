import { parseArgs } from 'node:util';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStores } from '../sqlite/sqlite-stores.ts';
import { runKillCampaign } from './kill-campaign.ts';

/** The long form of the kill test: `--kills 1000 --callers 64 --seed 7 --folder DIR` (a folder on the disk to be tested). */
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '1000' },
    callers: { type: 'string', default: '64' },
    seed: { type: 'string', default: '20260301' },
    folder: { type: 'string', default: tmpdir() },
  },
});
const folder = mkdtempSync(join(values.folder, 'interlock-kills-'));
const stores = openSqliteStores({ threads: 1 });
const report = await runKillCampaign({
  stores,
  path: join(folder, 'police.db'),
  kills: Number(values.kills),
  callers: Number(values.callers),
  seed: Number(values.seed),
  progress: (kills) => kills % 100 === 0 && process.stdout.write(`${kills} kills\n`),
});
await stores.close();
process.stdout.write(`kill -9, seed ${values.seed}: ${JSON.stringify(report, undefined, 2)}\n`);
const failed = report.broken.length > 0 || report.hitInFlight < report.kills / 2;
if (!failed) rmSync(folder, { recursive: true });
else process.stdout.write(`The log is kept in ${folder}\n`);
process.exitCode = failed ? 1 : 0;
