import { expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import { readCertificate } from '../certificates/demo-certificates.ts';
import { type TestBroker } from '../kafka-broker/shared-broker.ts';
import { describeOnBroker } from '../kafka-broker/shared-broker.testing.ts';
import { applyTopics } from './apply-topics.ts';
import { asAdministrator } from './kafka-admin.ts';
import { reconcile } from './reconcile-topics.ts';
import { type TopicPlan } from './topic-plan.ts';

const SETTINGS = { 'cleanup.policy': 'delete', 'retention.ms': '172800000' };
const NOTHING = { created: [], changed: [], unlike: [], granted: [], surplus: [], removed: false, unplanned: [] };

/** Two nodes that tell each other, under a prefix of the test’s own. */
function planOf(prefix: string): TopicPlan {
  const [there, back] = [`${prefix}.lane.police.bank-industry`, `${prefix}.lane.bank-industry.police`];
  return {
    prefix,
    topics: [there, back].map((name) => ({ name, partitions: 1, replication: 1, settings: SETTINGS })),
    grants: [
      { node: 'police', may: 'write', on: 'topic', name: there },
      { node: 'bank-industry', may: 'read', on: 'topic', name: there },
      { node: 'bank-industry', may: 'write', on: 'topic', name: back },
      { node: 'police', may: 'read', on: 'topic', name: back },
    ],
  };
}

function administratorOf({ brokers, certificates }: TestBroker) {
  return { brokers, certificate: readCertificate(certificates, 'kafka-admin') };
}

await describeOnBroker('applying a plan of topics', (broker) => {
  const at = administratorOf(broker);
  const onBroker = <Value>(act: Parameters<typeof asAdministrator<Value>>[1]) => asAdministrator({ ...at, retries: 5 }, act);

  it('makes what is missing, once: a second time nothing differs', async () => {
    const plan = planOf('apply-once');
    const first = await applyTopics({ ...at, plan });
    expect(first).toEqual({ ...NOTHING, created: plan.topics.map(({ name }) => name), granted: plan.grants });
    expect(await applyTopics({ ...at, plan })).toEqual(NOTHING);
    expect(await onBroker((admin) => admin.listTopics())).toEqual(expect.arrayContaining(plan.topics.map(({ name }) => name)));
  });

  it('makes the same of two that are told at once', async () => {
    const plan = planOf('apply-twice');
    await Promise.all([applyTopics({ ...at, plan }), applyTopics({ ...at, plan })]);
    expect(await applyTopics({ ...at, plan })).toEqual(NOTHING);
  });

  it('waits for a broker that has not heard yet of a topic just made', async () => {
    const plan = planOf('apply-late');
    let isLate = true;
    await onBroker((admin) => {
      const fetchTopicMetadata: typeof admin.fetchTopicMetadata = (asked) => {
        const unheard = new kafkajs.KafkaJSProtocolError('This server does not host this topic-partition');
        const answer = isLate
          ? Promise.reject(Object.assign(unheard, { type: 'UNKNOWN_TOPIC_OR_PARTITION' }))
          : admin.fetchTopicMetadata(asked);
        isLate = false;
        return answer;
      };
      return reconcile({ ...admin, fetchTopicMetadata }, { plan });
    });
    expect(isLate).toBe(false);
    expect(await applyTopics({ ...at, plan })).toEqual(NOTHING);
  });

  it('only says what differs when it is told to change nothing', async () => {
    const plan = planOf('apply-dry');
    expect((await applyTopics({ ...at, plan, dryRun: true })).created).toHaveLength(2);
    expect((await applyTopics({ ...at, plan })).created).toHaveLength(2);
  });

  it('mends a setting that somebody changed, and names what it cannot mend', async () => {
    const plan = planOf('apply-mends');
    await applyTopics({ ...at, plan });
    const longer = { ...plan, topics: plan.topics.map((topic) => ({ ...topic, settings: { ...SETTINGS, 'retention.ms': '864000000' } })) };
    const [there, back] = plan.topics.map(({ name }) => name);
    const change = { setting: 'retention.ms', before: '172800000', after: '864000000' };
    expect(await applyTopics({ ...at, plan: longer })).toEqual({
      ...NOTHING,
      changed: [
        { topic: there, ...change },
        { topic: back, ...change },
      ],
    });
    expect(await applyTopics({ ...at, plan: longer })).toEqual(NOTHING);
    const copied = { ...longer, topics: longer.topics.map((topic) => ({ ...topic, replication: 3 })) };
    expect((await applyTopics({ ...at, plan: copied })).unlike).toEqual([
      `${String(there)} has 1 partitions in 1 copies, planned are 1 in 3`,
      `${String(back)} has 1 partitions in 1 copies, planned are 1 in 3`,
    ]);
  });

  it('names rules and topics that nobody planned, and takes the rules back only when told so', async () => {
    const plan = planOf('apply-surplus');
    await applyTopics({ ...at, plan });
    const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs;
    const common = {
      principal: 'User:bank-farming',
      host: '*',
      permissionType: AclPermissionTypes.ALLOW,
      operation: AclOperationTypes.READ,
    };
    const named = { resourceName: 'apply-surplus.lane.police.bank-industry', resourcePatternType: ResourcePatternTypes.LITERAL };
    const wide = { resourceName: 'apply-surplus', resourcePatternType: ResourcePatternTypes.PREFIXED };
    const acl = [named, wide].map((rule) => ({ ...common, ...rule, resourceType: AclResourceTypes.TOPIC }));
    await onBroker((admin) => admin.createAcls({ acl }));
    await onBroker((admin) => admin.createTopics({ topics: [{ topic: 'apply-surplus.lane.bank-farming.police' }], waitForLeaders: true }));
    const surplus = [
      'bank-farming may read topic apply-surplus.lane.police.bank-industry',
      'bank-farming may read topic every name that begins with apply-surplus',
    ];
    const unplanned = ['apply-surplus.lane.bank-farming.police'];
    const found = await applyTopics({ ...at, plan });
    expect({ ...found, surplus: [...found.surplus].sort() }).toEqual({ ...NOTHING, surplus: surplus.sort(), unplanned });
    expect((await applyTopics({ ...at, plan, removeOthers: true })).removed).toBe(true);
    expect(await applyTopics({ ...at, plan })).toEqual({ ...NOTHING, unplanned });
  });
});
