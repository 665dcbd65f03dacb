import { setTimeout as delay } from 'node:timers/promises';
import { type Admin } from 'kafkajs';
import { type Lane } from '@interlock/kernel';
import { laneTopic } from '../kafka/topic-names.ts';

/** Who does what in the cluster now, by broker id. */
export interface ClusterPlaces {
  /** Of the recipient’s consumer group. */
  readonly coordinator: number;
  /** Of the lanes, in their order. */
  readonly leaders: readonly number[];
}

const BROKERS = 3;
const OFFSETS = '__consumer_offsets';
const POLL_MS = 200;
const ATTEMPTS = 50;
const IN_SYNC_MS_MAX = 120_000;

/** Topics of lanes with a replica on each broker, each first led by another one. */
export async function makeLedTopics(admin: Admin, prefix: string, lanes: readonly Lane[]): Promise<void> {
  await admin.createTopics({
    waitForLeaders: false,
    topics: lanes.map((lane, index) => ({
      topic: laneTopic(prefix, lane),
      replicaAssignment: [{ partition: 0, replicas: [0, 1, 2].map((place) => ((index + place) % BROKERS) + 1) }],
    })),
  });
  // Brokers hear of it one after another.
  for (const lane of lanes) await patiently(() => partitionsOf(admin, laneTopic(prefix, lane)));
}

export async function placesOf(admin: Admin, prefix: string, lanes: readonly Lane[], group: string): Promise<ClusterPlaces> {
  const leaders: number[] = [];
  for (const lane of lanes) leaders.push((await partitionsOf(admin, laneTopic(prefix, lane)))[0]?.leader ?? 0);
  const offsets = await partitionsOf(admin, OFFSETS);
  const place = Math.abs(javaHash(group)) % offsets.length;
  return { leaders, coordinator: offsets.find(({ partitionId }) => partitionId === place)?.leader ?? 0 };
}

/** A broker that comes back has to catch up before the next one may go. */
export async function untilInSync(admin: Admin, prefix: string, lanes: readonly Lane[], group: string): Promise<void> {
  const begunAt = performance.now();
  for (;;) {
    const topics = [...lanes.map((lane) => laneTopic(prefix, lane)), OFFSETS];
    const partitions = await Promise.all(topics.map((topic) => partitionsOf(admin, topic))).catch(() => []);
    if (partitions.length > 0 && partitions.flat().every(({ isr }) => isr.length === BROKERS)) return;
    if (performance.now() - begunAt > IN_SYNC_MS_MAX) throw new Error(`The replicas that ${group} needs are not in sync`);
    await delay(POLL_MS);
  }
}

/** Once more, for a while, where a broker does not know yet what another has done. */
export async function patiently<Result>(act: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await act();
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      await delay(POLL_MS);
    }
  }
}

async function partitionsOf(admin: Admin, topic: string) {
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
  return topics[0]?.partitions ?? [];
}

/** As Java hashes a text: the broker finds a group’s coordinator by it. */
function javaHash(text: string): number {
  let hash = 0;
  for (let at = 0; at < text.length; at += 1) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
  return hash;
}
