import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runBrokerCampaign } from './broker-campaign.ts';

/**
 * The long form of the failover test: `--kills 10 --client kafkajs --folder DIR`. Besides what is broken, a lane that works again later than `--within`
 * seconds after a broker was lost is a finding: what it says holds for a machine that does nothing else.
 */
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '10' },
    client: { type: 'string', default: 'kafkajs' },
    folder: { type: 'string', default: tmpdir() },
    within: { type: 'string', default: '10' },
  },
});
const folder = mkdtempSync(join(values.folder, 'interlock-brokers-'));
try {
  const report = await runBrokerCampaign({
    folder,
    client: values.client === 'platformatic' ? 'platformatic' : 'kafkajs',
    kills: Number(values.kills),
    progress: (kill) => process.stdout.write(`${JSON.stringify(kill)}\n`),
  });
  process.stdout.write(`one broker of three killed: ${JSON.stringify(report, undefined, 2)}\n`);
  const late = report.kills.filter(({ gapMs }) => gapMs > Number(values.within) * 1_000);
  for (const kill of late) process.stdout.write(`LATE, more than ${values.within} s: ${JSON.stringify(kill)}\n`);
  process.exitCode = report.broken.length + late.length > 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
