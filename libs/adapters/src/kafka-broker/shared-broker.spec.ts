import { expect, it } from '@jest/globals';
import { readCertificate } from '../certificates/demo-certificates.ts';
import { clusterSeen } from './kafka-answers.ts';
import { sharedBroker } from './shared-broker.ts';
import { describeOnBroker } from './shared-broker.testing.ts';

await describeOnBroker('the broker of a test run', (broker) => {
  it('answers whoever shows a certificate of its authority', async () => {
    const administrator = readCertificate(broker.certificates, 'kafka-admin');
    expect(await clusterSeen(broker.brokers[0] ?? '', administrator)).toMatchObject({ brokers: [1] });
  });

  it('is one for all who ask', async () => {
    const [one, other] = await Promise.all([sharedBroker(), sharedBroker()]);
    expect([one, other]).toEqual([
      expect.objectContaining({ brokers: broker.brokers }),
      expect.objectContaining({ brokers: broker.brokers }),
    ]);
  });
});
