import { type ProcessCertificate } from '../certificates/demo-certificates.ts';

const ASKED_MS = 2_000;

/** Ids of the brokers that take part, as the broker at the address sees it; none when it does not answer. */
export async function brokersInForce(address: string, administrator: ProcessCertificate): Promise<readonly number[]> {
  const { Kafka, logLevel } = await import('kafkajs');
  const kafka = new Kafka({
    brokers: [address],
    clientId: 'interlock-readiness',
    ssl: { ...administrator, ca: [administrator.ca] },
    connectionTimeout: ASKED_MS,
    requestTimeout: ASKED_MS,
    retry: { retries: 0 },
    logLevel: logLevel.NOTHING,
  });
  const admin = kafka.admin();
  try {
    await admin.connect();
    return (await admin.describeCluster()).brokers.map(({ nodeId }) => nodeId);
  } catch {
    return []; // Starting, paused or gone: whoever waits asks again, and says in the end what the broker’s own log says.
  } finally {
    await admin.disconnect();
  }
}
