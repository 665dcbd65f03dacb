import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Kafka, logLevel } from 'kafkajs';
import { makeDemoCertificates, readCertificate } from '../certificates/demo-certificates.ts';
import { temporaryFolder } from '../conformance/temporary-folder.testing.ts';
import { describeOnKafka } from '../kafka-broker/shared-broker.testing.ts';
import { type RunningKafka, startKafka } from '../kafka-broker/start-kafka.ts';
import { brokerCertificates, runBrokerCampaign } from './broker-campaign.ts';

const PATIENCE_MS = 300_000;

// Three Javas take a core for a quarter of a minute until they are there: what three brokers do is looked at on the same three.
await describeOnKafka('three brokers', () => {
  const folder = temporaryFolder();
  const certificates = brokerCertificates(folder.path);
  let brokers: RunningKafka;
  beforeAll(async () => {
    await makeDemoCertificates({ folder: certificates, names: ['kafka', 'kafka-admin'] });
    brokers = await startKafka({ folder: folder.file('kafka'), brokers: 3, certificates, keepsClasses: false });
  }, PATIENCE_MS);
  afterAll(async () => {
    await brokers.stop();
    folder.remove();
  }, PATIENCE_MS);

  it(
    'take what is sent while any one of them is killed, and take it back',
    async () => {
      const { ca, cert, key } = readCertificate(certificates, 'kafka-admin');
      const { bootstrap, nodes } = brokers;
      const kafka = new Kafka({
        ...{ brokers: [...bootstrap], ssl: { cert, key, ca: [ca] }, logLevel: logLevel.NOTHING },
        ...{ connectionTimeout: 1_000, requestTimeout: 5_000, retry: { retries: 20, initialRetryTime: 100, maxRetryTime: 500 } },
      });
      const admin = kafka.admin();
      const producer = kafka.producer();
      await Promise.all([admin.connect(), producer.connect()]);
      await admin.createTopics({ topics: [{ topic: 'facts', replicationFactor: 3 }], waitForLeaders: true });
      const send = (value: string) => producer.send({ topic: 'facts', acks: -1, messages: [{ value }] });
      await send('before');
      const { topics } = await admin.fetchTopicMetadata({ topics: ['facts'] });
      const leader = nodes[(topics[0]?.partitions[0]?.leader ?? 0) - 1];
      const killed = leader?.pid;
      await leader?.kill('SIGKILL');
      await send('while it is gone');
      await leader?.restart();
      expect(leader?.pid).not.toBe(killed);
      await send('after');
      expect(await admin.fetchTopicOffsets('facts')).toEqual([expect.objectContaining({ low: '0', high: '3' })]);
      await Promise.all([admin.disconnect(), producer.disconnect()]);
    },
    PATIENCE_MS,
  );

  it(
    'carry lanes that lose nothing, keep their order and go on, when one is killed that coordinated the group and led a lane',
    async () => {
      const report = await runBrokerCampaign({
        folder: folder.path,
        on: brokers,
        client: 'kafkajs',
        kills: 1,
        victims: 'coordinator',
        endsWithTwo: true,
      });
      process.stdout.write(`one broker of three killed: ${JSON.stringify(report)}\n`);
      expect(report.broken).toEqual([]);
      expect(report.kills).toEqual([expect.objectContaining({ wasCoordinator: true, lanesLed: 1 })]);
      expect(report.facts).toBeGreaterThan(100);
    },
    PATIENCE_MS,
  );
});
