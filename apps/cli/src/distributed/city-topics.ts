import { applyTopics, readCertificate } from '@interlock/adapters';
import { RETENTION_HOURS, type RosterEntry, planTopics } from '@interlock/hosting';
import { certificatesIn } from './prepare-city.ts';

/** Makes the lanes’ topics and rights that the broker does not have yet; says in a line what was made. */
export async function applyCityTopics(city: {
  readonly data: string;
  readonly roster: readonly RosterEntry[];
  readonly bootstrap: readonly string[];
  readonly prefix: string;
}): Promise<string> {
  const { data, roster, bootstrap, prefix } = city;
  const plan = planTopics(roster, { prefix, replication: Math.min(3, bootstrap.length), retentionHours: RETENTION_HOURS });
  const certificate = readCertificate(certificatesIn(data), 'kafka-admin');
  const { created, granted } = await applyTopics({ plan, brokers: bootstrap, certificate });
  return `${String(plan.topics.length)} lanes: ${String(created.length)} topics made, ${String(granted.length)} rights given`;
}
