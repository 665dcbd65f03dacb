import { type Grant, type PlannedTopic, type TopicPlan, laneTopic, nodeGroup } from '@interlock/adapters';
import { type RosterEntry, hears, tells } from '../roster.ts';

export interface TopicChoice {
  /** What the names of topics and groups begin with. */
  readonly prefix: string;
  /** Copies of each topic: 1 where there is one broker, 3 where a broker may be lost. */
  readonly replication: number;
  /** How long a fact stays on its topic; afterwards a recipient fetches it from its source. */
  readonly retentionHours: number;
}

/** As long as a long weekend and the search for what went wrong on it. */
export const RETENTION_HOURS = 7 * 24;
const HOUR_MS = 3_600_000;
/** A fact of 1 MB, the most that a log takes, with all that goes beside it. */
const MESSAGE_BYTES_MAX = 2 * 1_048_576;

/**
 * Topics and rights of a city: one topic for each lane that the register’s members and the rule of who tells whom make, written by its
 * source alone and read by its recipient alone.
 */
export function planTopics(roster: readonly RosterEntry[], { prefix, replication, retentionHours }: TopicChoice): TopicPlan {
  const lanes = roster.flatMap((from) => tells(from, roster).map((to) => ({ from: from.code, to })));
  const settings = {
    'cleanup.policy': 'delete',
    'retention.ms': String(Math.round(retentionHours * HOUR_MS)),
    'min.insync.replicas': String(Math.max(1, replication - 1)), // all but one: a lost broker stops nobody
    'max.message.bytes': String(MESSAGE_BYTES_MAX),
  };
  // One partition: a lane is one order.
  const topics = lanes.map((lane): PlannedTopic => ({ name: laneTopic(prefix, lane), partitions: 1, replication, settings }));
  const onTopics = lanes.flatMap((lane): readonly Grant[] => {
    const at = { on: 'topic', name: laneTopic(prefix, lane) } as const;
    return [
      { node: lane.from, may: 'write', ...at },
      { node: lane.from, may: 'describe', ...at },
      { node: lane.to, may: 'read', ...at },
      { node: lane.to, may: 'describe', ...at },
    ];
  });
  const listeners = roster.filter((to) => hears(to, roster).length > 0);
  const onGroups = listeners.map(({ code }): Grant => ({ node: code, may: 'read', on: 'group', name: nodeGroup(prefix, code) }));
  return { prefix, topics, grants: [...onTopics, ...onGroups] };
}
