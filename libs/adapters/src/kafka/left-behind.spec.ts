import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { readCertificate } from '../certificates/demo-certificates.ts';
import { TO_BANK } from '../conformance/exchange.fixtures.ts';
import { describeOnBroker } from '../kafka-broker/shared-broker.testing.ts';
import { type ConsumptionEvents } from './kafka-client.ts';
import { sceneOn } from './kafka-scene.testing.ts';
import { makeKafkajsClient } from './kafkajs-client.ts';
import { laneTopic, nodeGroup } from './topic-names.ts';

const PREFIX = 'left-behind';
const EVENTS: ConsumptionEvents = { joined: () => undefined, arrived: () => undefined, ended: () => undefined };
/** Whoever joins all the same has done so by then. */
const JOINED_MS = 3_000;

await describeOnBroker('a consumer of kafkajs that is stopped while it joins its group', (broker) => {
  it('leaves nobody in it: a member that does not read would hold its lanes for ever', async () => {
    const scene = sceneOn(broker, 'kafkajs', PREFIX);
    await scene.makeTopics([TO_BANK]);
    const certificate = readCertificate(broker.certificates, 'kafka-admin');
    const times = { sessionMs: 6_000, heartbeatMs: 1_000, rebalanceMs: 2_000 };
    const client = makeKafkajsClient({ brokers: broker.brokers, clientId: PREFIX, certificate, ...times });
    const topics = [laneTopic(PREFIX, TO_BANK)];
    const isLeft = async (afterMs: number): Promise<boolean> => {
      const group = nodeGroup(PREFIX, `bank-${String(afterMs)}`);
      const consumption = await client.consume({ group, topics, events: EVENTS });
      await sleep(afterMs);
      await consumption.stop();
      await sleep(JOINED_MS);
      return (await client.look(group, topics)).isEmpty;
    };
    expect(await Promise.all([0, 1, 5, 10, 20, 40, 60, 80].map(isLeft))).toEqual(Array.from({ length: 8 }, () => true));
    await client.close();
    await scene.close();
  });
});
