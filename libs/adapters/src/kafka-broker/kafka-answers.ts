import { type ProcessCertificate } from '../certificates/demo-certificates.ts';
import { asAdministrator } from '../kafka-topics/kafka-admin.ts';

/** Ids of the brokers that take part, as the broker at the address sees it; none when it does not answer. */
export async function brokersInForce(address: string, certificate: ProcessCertificate): Promise<readonly number[]> {
  try {
    const { brokers } = await asAdministrator({ brokers: [address], certificate, retries: 0 }, (admin) => admin.describeCluster());
    return brokers.map(({ nodeId }) => nodeId);
  } catch {
    return []; // Starting, paused or gone: whoever waits asks again, and says in the end what the broker’s own log says.
  }
}
