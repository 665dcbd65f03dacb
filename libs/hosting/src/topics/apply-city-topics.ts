import { applyTopics, readCertificate } from '@interlock/adapters';
import { type RosterEntry } from '../roster.ts';
import { RETENTION_HOURS, planTopics } from './plan-topics.ts';

/** Makes the lanes’ topics and rights that the broker does not have yet; says in a line what was made. */
export async function applyCityTopics(city: {
  /** Folder with the certificate of `kafka-admin`. */
  readonly certificates: string;
  readonly roster: readonly RosterEntry[];
  readonly brokers: readonly string[];
  readonly prefix: string;
}): Promise<string> {
  const { certificates, roster, brokers, prefix } = city;
  const plan = planTopics(roster, { prefix, replication: Math.min(3, brokers.length), retentionHours: RETENTION_HOURS });
  const { created, granted } = await applyTopics({ plan, brokers, certificate: readCertificate(certificates, 'kafka-admin') });
  return `${String(plan.topics.length)} lanes: ${String(created.length)} topics made, ${String(granted.length)} rights given`;
}
