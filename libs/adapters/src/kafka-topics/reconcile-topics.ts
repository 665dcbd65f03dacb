import kafkajs, { type Admin, type ITopicConfig } from 'kafkajs';
import { describedRules, keyOf, ruleOf, ruleText, touches } from './kafka-rules.ts';
import { type AppliedTopics, type ChangedSetting, type PlannedTopic, type TopicPlan } from './topic-plan.ts';

const { ConfigResourceTypes } = kafkajs;

interface Reconciliation {
  readonly plan: TopicPlan;
  readonly removeOthers?: boolean;
  readonly dryRun?: boolean;
}

/** Compares the broker with the plan, and mends what differs unless it is only to be told. */
export async function reconcile(admin: Admin, { plan, removeOthers = false, dryRun = false }: Reconciliation): Promise<AppliedTopics> {
  const there = new Set(await admin.listTopics());
  const missing = plan.topics.filter(({ name }) => !there.has(name));
  const present = plan.topics.filter(({ name }) => there.has(name));
  const changed = await changedSettings(admin, present);
  const unlike = await unlikeTopics(admin, present);
  const rules = await describedRules(admin);
  const known = new Set(rules.map(keyOf));
  const planned = new Set(plan.grants.map((grant) => keyOf(ruleOf(grant))));
  const granted = plan.grants.filter((grant) => !known.has(keyOf(ruleOf(grant))));
  const surplus = rules.filter((rule) => touches(rule, plan.prefix) && !planned.has(keyOf(rule)));
  if (!dryRun) {
    if (missing.length > 0) await admin.createTopics({ topics: missing.map(asCreated), waitForLeaders: true });
    await changeSettings(
      admin,
      present.filter(({ name }) => changed.some(({ topic }) => topic === name)),
    );
    if (granted.length > 0) await admin.createAcls({ acl: granted.map(ruleOf) });
    if (removeOthers && surplus.length > 0) await admin.deleteAcls({ filters: [...surplus] });
  }
  return {
    created: missing.map(({ name }) => name),
    changed,
    unlike,
    granted,
    surplus: surplus.map(ruleText),
    removed: removeOthers && !dryRun,
    unplanned: [...there].filter((name) => name.startsWith(`${plan.prefix}.`) && !plan.topics.some((topic) => topic.name === name)).sort(),
  };
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
