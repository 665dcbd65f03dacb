import { expect, it } from '@jest/globals';
import { temporaryFolder } from '../conformance/temporary-folder.testing.ts';
import { describeOnKafka } from '../kafka-broker/shared-broker.testing.ts';
import { runBrokerCampaign } from './broker-campaign.ts';

await describeOnKafka('lanes over three brokers of which one is killed', () => {
  it('lose nothing, keep their order and go on, when it coordinated the group and led a lane', async () => {
    const folder = temporaryFolder();
    try {
      const report = await runBrokerCampaign({
        folder: folder.path,
        client: 'kafkajs',
        kills: 1,
        victims: 'coordinator',
        endsWithTwo: true,
      });
      process.stdout.write(`one broker of three killed: ${JSON.stringify(report)}\n`);
      expect(report.broken).toEqual([]);
      expect(report.kills).toEqual([expect.objectContaining({ wasCoordinator: true, lanesLed: 1 })]);
      expect(report.facts).toBeGreaterThan(100);
    } finally {
      folder.remove();
    }
  }, 300_000);
});
