import { kafkaErrorOf } from '../kafka/kafka-error.ts';
import { type AdminChoice, asAdministrator } from './kafka-admin.ts';
import { type AppliedTopics, type TopicPlan } from './topic-plan.ts';

export interface TopicsToApply extends Omit<AdminChoice, 'retries'> {
  readonly plan: TopicPlan;
  /** Takes back every rule on the plan’s names that the plan does not hold; else they are only named. */
  readonly removeOthers?: boolean;
  /** Only says what differs. */
  readonly dryRun?: boolean;
}

const RETRIES = 8;

/** Brings the broker to the plan. Safe to repeat, and beside another who does the same. Throws a KafkaError. */
export async function applyTopics({ brokers, certificate, ...choice }: TopicsToApply): Promise<AppliedTopics> {
  const { reconcile } = await import('./reconcile-topics.ts'); // with kafkajs, which is large
  try {
    return await asAdministrator({ brokers, certificate, retries: RETRIES }, (admin) => reconcile(admin, choice));
  } catch (error) {
    throw kafkaErrorOf(error);
  }
}

/** How many brokers the cluster has now: one address may stand for all of them. Throws a KafkaError. */
export async function countBrokers(at: Omit<AdminChoice, 'retries'>): Promise<number> {
  try {
    return await asAdministrator({ ...at, retries: RETRIES }, async (admin) => (await admin.describeCluster()).brokers.length);
  } catch (error) {
    throw kafkaErrorOf(error);
  }
}
