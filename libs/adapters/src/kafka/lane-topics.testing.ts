import { AclOperationTypes, AclPermissionTypes, AclResourceTypes, type Admin, Kafka, ResourcePatternTypes, logLevel } from 'kafkajs';
import { type Lane } from '@interlock/kernel';
import { type ProcessCertificate } from '../certificates/demo-certificates.ts';
import { laneTopic, nodeGroup } from './topic-names.ts';

/** What a lane’s topic takes, as the topics plan sets it. */
const TOPIC_BYTES_MAX = 2 * 1_048_576;

export interface TestCluster {
  readonly brokers: readonly string[];
  /** The super user’s. */
  readonly administrator: ProcessCertificate;
}

/** Topics of lanes, and the rights of their two ends, under a prefix of the test’s own. */
export async function makeLaneTopics(
  cluster: TestCluster,
  prefix: string,
  lanes: readonly Lane[],
  { replicas = 1, bytesMax = TOPIC_BYTES_MAX }: { readonly replicas?: number; readonly bytesMax?: number } = {},
): Promise<void> {
  await administer(cluster, async (admin) => {
    await admin.createTopics({
      waitForLeaders: true,
      topics: lanes.map((lane) => ({
        topic: laneTopic(prefix, lane),
        numPartitions: 1,
        replicationFactor: replicas,
        configEntries: [{ name: 'max.message.bytes', value: String(bytesMax) }],
      })),
    });
    await admin.createAcls({ acl: lanes.flatMap((lane) => rightsOf(prefix, lane)) });
  });
}

/** Does something with the super user’s rights. */
export async function administer<Result>({ brokers, administrator }: TestCluster, act: (admin: Admin) => Promise<Result>): Promise<Result> {
  const { ca, cert, key } = administrator;
  const kafka = new Kafka({
    clientId: 'test-administrator',
    brokers: [...brokers],
    ssl: { ca: [ca], cert, key },
    logLevel: logLevel.NOTHING,
  });
  const admin = kafka.admin();
  await admin.connect();
  try {
    return await act(admin);
  } finally {
    await admin.disconnect();
  }
}

function rightsOf(prefix: string, lane: Lane) {
  const topic = { resourceType: AclResourceTypes.TOPIC, resourceName: laneTopic(prefix, lane) };
  const group = { resourceType: AclResourceTypes.GROUP, resourceName: nodeGroup(prefix, lane.to) };
  const rule = { resourcePatternType: ResourcePatternTypes.LITERAL, host: '*', permissionType: AclPermissionTypes.ALLOW };
  return [
    { ...rule, ...topic, principal: `User:${lane.from}`, operation: AclOperationTypes.WRITE },
    { ...rule, ...topic, principal: `User:${lane.to}`, operation: AclOperationTypes.READ },
    { ...rule, ...group, principal: `User:${lane.to}`, operation: AclOperationTypes.READ },
  ];
}
