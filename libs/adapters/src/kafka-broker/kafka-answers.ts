import { type ProcessCertificate } from '../certificates/demo-certificates.ts';
import { asAdministrator } from '../kafka-topics/kafka-admin.ts';

/** A cluster as one of its brokers sees it. */
export interface ClusterSeen {
  readonly clusterId: string;
  /** Ids of the brokers that take part. */
  readonly brokers: readonly number[];
}

/** What the broker at the address says; undefined when none answers. */
export async function clusterSeen(address: string, certificate: ProcessCertificate): Promise<ClusterSeen | undefined> {
  try {
    const seen = await asAdministrator({ brokers: [address], certificate, retries: 0 }, (admin) => admin.describeCluster());
    return { clusterId: seen.clusterId, brokers: seen.brokers.map(({ nodeId }) => nodeId) };
  } catch {
    return undefined; // Starting, paused or gone: whoever waits asks again, and says in the end what the broker’s own log says.
  }
}
