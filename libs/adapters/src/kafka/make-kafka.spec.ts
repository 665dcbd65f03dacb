import { createHook } from 'node:async_hooks';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Partitioners, logLevel } from 'kafkajs';
import { readCertificate } from '../certificates/demo-certificates.ts';
import { type TestBroker } from '../kafka-broker/shared-broker.ts';
import { describeOnBroker } from '../kafka-broker/shared-broker.testing.ts';
import { makeKafka } from './make-kafka.ts';

const LOOKED_MS = 500;

await describeOnBroker('a connection of kafkajs', (broker) => {
  const kafka = makeKafka({ brokers: [...broker.brokers], ssl: asAdministrator(broker), logLevel: logLevel.NOTHING });
  const admin = kafka.admin({ retry: { retries: 0 } });
  beforeAll(() => admin.connect());
  afterAll(() => admin.disconnect());

  it('sleeps while it has nothing to send', async () => {
    await admin.describeCluster();
    let timers = 0;
    const hook = createHook({
      init(_id, type) {
        if (type === 'Timeout') timers += 1;
      },
    });
    const elapsed = new Promise((resolve) => setTimeout(resolve, LOOKED_MS));
    hook.enable();
    await elapsed;
    hook.disable();
    // Jest’s own, perhaps; looking every millisecond it would be hundreds.
    expect(timers).toBeLessThan(20);
  });

  it('sends what was held back once there is room', async () => {
    const topic = 'make-kafka.held-back';
    await admin.createTopics({ topics: [{ topic, numPartitions: 1 }] });
    const producer = kafka.producer({ maxInFlightRequests: 1, createPartitioner: Partitioners.DefaultPartitioner });
    await producer.connect();
    const sent = await Promise.all(
      Array.from({ length: 20 }, (_, n) => producer.send({ topic, acks: -1, messages: [{ value: String(n) }] })),
    );
    await producer.disconnect();
    const offsets = sent.map(([record]) => Number(record?.baseOffset)).sort((one, other) => one - other);
    expect(offsets).toEqual(Array.from({ length: 20 }, (_, n) => n));
  });
});

function asAdministrator({ certificates }: TestBroker): { readonly ca: string[]; readonly cert: string; readonly key: string } {
  const { ca, cert, key } = readCertificate(certificates, 'kafka-admin');
  return { ca: [ca], cert, key };
}
