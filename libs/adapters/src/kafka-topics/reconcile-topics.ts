import { setTimeout as delay } from 'node:timers/promises';
import kafkajs, { type Admin, type ITopicConfig } from 'kafkajs';
import { kafkaErrorOf } from '../kafka/kafka-error.ts';
import { type KafkaRule, describedRules, keyOf, ruleOf, ruleText, touches } from './kafka-rules.ts';
import { type AppliedTopics, type ChangedSetting, type PlannedTopic, type TopicPlan } from './topic-plan.ts';

const { ConfigResourceTypes } = kafkajs;

interface Reconciliation {
  readonly plan: TopicPlan;
  readonly removeOthers?: boolean;
  readonly dryRun?: boolean;
}

/**
 * Compares the broker with the plan, and mends what differs unless it is only to be told. A controller promises before its brokers know:
 * it ends when the broker asked acts by what was promised.
 */
export async function reconcile(admin: Admin, { plan, removeOthers = false, dryRun = false }: Reconciliation): Promise<AppliedTopics> {
  const found = await compare(admin, plan);
  if (!dryRun && differs(found, removeOthers)) {
    await mend(admin, plan, found, removeOthers);
    await untilInForce(admin, plan, removeOthers);
  }
  const { missing, surplus, ...others } = found;
  return { created: missing.map(({ name }) => name), ...others, surplus: surplus.map(ruleText), removed: removeOthers && !dryRun };
}

interface Comparison extends Pick<AppliedTopics, 'changed' | 'unlike' | 'granted' | 'unplanned'> {
  readonly missing: readonly PlannedTopic[];
  readonly surplus: readonly KafkaRule[];
}

async function compare(admin: Admin, plan: TopicPlan): Promise<Comparison> {
  const there = new Set(await admin.listTopics());
  const present = plan.topics.filter(({ name }) => there.has(name));
  const rules = await describedRules(admin);
  const known = new Set(rules.map(keyOf));
  const planned = new Set(plan.grants.map((grant) => keyOf(ruleOf(grant))));
  const names = new Set(plan.topics.map(({ name }) => name));
  return {
    missing: plan.topics.filter(({ name }) => !there.has(name)),
    changed: await changedSettings(admin, present),
    unlike: await unlikeTopics(admin, present),
    granted: plan.grants.filter((grant) => !known.has(keyOf(ruleOf(grant)))),
    surplus: rules.filter((rule) => touches(rule, plan.prefix) && !planned.has(keyOf(rule))),
    unplanned: [...there].filter((name) => name.startsWith(`${plan.prefix}.`) && !names.has(name)).sort(),
  };
}

function differs({ missing, changed, granted, surplus }: Comparison, removeOthers: boolean): boolean {
  return missing.length > 0 || changed.length > 0 || granted.length > 0 || (removeOthers && surplus.length > 0);
}

async function mend(admin: Admin, { topics }: TopicPlan, found: Comparison, removeOthers: boolean): Promise<void> {
  const { missing, changed, granted, surplus } = found;
  if (missing.length > 0) await admin.createTopics({ topics: missing.map(asCreated), waitForLeaders: false });
  await changeSettings(
    admin,
    topics.filter(({ name }) => changed.some(({ topic }) => topic === name)),
  );
  if (granted.length > 0) await admin.createAcls({ acl: granted.map(ruleOf) });
  if (removeOthers && surplus.length > 0) await admin.deleteAcls({ filters: [...surplus] });
}

const IN_FORCE_MS = 15_000;
const POLL_MS = 50;

async function untilInForce(admin: Admin, plan: TopicPlan, removeOthers: boolean): Promise<void> {
  const patientUntil = performance.now() + IN_FORCE_MS;
  for (;;) {
    if (await isInForce(admin, plan, removeOthers)) return;
    if (performance.now() > patientUntil) throw new Error(`The broker has not taken the plan in after ${IN_FORCE_MS / 1_000} s`);
    await delay(POLL_MS);
  }
}

/** A broker that has not heard yet of a topic just made says that there is none: kafkajs, asked to wait for leaders, would give up there. */
async function isInForce(admin: Admin, plan: TopicPlan, removeOthers: boolean): Promise<boolean> {
  try {
    return !differs(await compare(admin, plan), removeOthers);
  } catch (error) {
    if (kafkaErrorOf(error).code === 'TOPIC_UNKNOWN') return false;
    throw error;
  }
}

function asCreated({ name, partitions, replication, settings }: PlannedTopic): ITopicConfig {
  const configEntries = Object.entries(settings).map(([setting, value]) => ({ name: setting, value }));
  return { topic: name, numPartitions: partitions, replicationFactor: replication, configEntries };
}

async function changedSettings(admin: Admin, topics: readonly PlannedTopic[]): Promise<readonly ChangedSetting[]> {
  if (topics.length === 0) return [];
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: topics.map(({ name }) => ({ type: ConfigResourceTypes.TOPIC, name })),
  });
  return topics.flatMap(({ name, settings }) => {
    const entries = resources.find(({ resourceName }) => resourceName === name)?.configEntries ?? [];
    return Object.entries(settings).flatMap(([setting, after]) => {
      const before = entries.find(({ configName }) => configName === setting)?.configValue ?? '';
      return before === after ? [] : [{ topic: name, setting, before, after }];
    });
  });
}

async function changeSettings(admin: Admin, topics: readonly PlannedTopic[]): Promise<void> {
  if (topics.length === 0) return;
  await admin.alterConfigs({
    validateOnly: false,
    resources: topics.map(({ name, settings }) => ({
      type: ConfigResourceTypes.TOPIC,
      name,
      configEntries: Object.entries(settings).map(([setting, value]) => ({ name: setting, value })),
    })),
  });
}

async function unlikeTopics(admin: Admin, topics: readonly PlannedTopic[]): Promise<readonly string[]> {
  if (topics.length === 0) return [];
  const { topics: found } = await admin.fetchTopicMetadata({ topics: topics.map(({ name }) => name) });
  return topics.flatMap(({ name, partitions, replication }) => {
    const has = found.find((topic) => topic.name === name)?.partitions ?? [];
    const copies = Math.min(...has.map(({ replicas }) => replicas.length));
    if (has.length === partitions && copies === replication) return [];
    return [`${name} has ${has.length} partitions in ${copies} copies, planned are ${partitions} in ${replication}`];
  });
}
