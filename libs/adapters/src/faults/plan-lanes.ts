import { type Lane } from '@interlock/kernel';
import { type Grant, type TopicPlan } from '../kafka-topics/topic-plan.ts';
import { laneTopic, nodeGroup } from '../kafka/topic-names.ts';

export interface LanesChoice {
  readonly prefix: string;
  readonly lanes: readonly Lane[];
  readonly replication?: number;
  /** What a topic takes; as a city’s plan sets it unless named. */
  readonly messageBytesMax?: number;
}

const MESSAGE_BYTES_MAX = 2 * 1_048_576;

/** Topics and rights of a few lanes, for tests and measurements; those of a city are computed from its register. */
export function planLanes({ prefix, lanes, replication = 1, messageBytesMax = MESSAGE_BYTES_MAX }: LanesChoice): TopicPlan {
  const settings = { 'max.message.bytes': String(messageBytesMax), 'min.insync.replicas': String(Math.max(1, replication - 1)) };
  return {
    prefix,
    topics: lanes.map((lane) => ({ name: laneTopic(prefix, lane), partitions: 1, replication, settings })),
    grants: lanes.flatMap((lane): readonly Grant[] => [
      { node: lane.from, may: 'write', on: 'topic', name: laneTopic(prefix, lane) },
      { node: lane.to, may: 'read', on: 'topic', name: laneTopic(prefix, lane) },
      { node: lane.to, may: 'read', on: 'group', name: nodeGroup(prefix, lane.to) },
    ]),
  };
}
