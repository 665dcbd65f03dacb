import { readCertificate, laneTopic } from '@interlock/adapters';
import { type IHeaders, Kafka, Partitioners, logLevel } from 'kafkajs';
import { join } from 'node:path';
import { type CityProcesses } from './city-processes.suite.ts';

interface Kept {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: IHeaders;
}

/** A Kafka client of its own, under a certificate of the city. */
export function independentClient({ data, bootstrap }: Pick<CityProcesses, 'data' | 'bootstrap'>, name: string): Kafka {
  const { ca, cert, key } = readCertificate(join(data, 'certificates'), name);
  return new Kafka({ clientId: 'independent', brokers: [...bootstrap()], ssl: { ca: [ca], cert, key }, logLevel: logLevel.NOTHING });
}

/** Everything that lies on these topics now, in order. */
export async function messagesOn(
  city: Pick<CityProcesses, 'data' | 'bootstrap'>,
  topics: readonly string[],
): Promise<ReadonlyMap<string, readonly Kept[]>> {
  const kafka = independentClient(city, 'kafka-admin');
  const admin = kafka.admin();
  await admin.connect();
  const ends = new Map<string, bigint>();
  for (const topic of topics) ends.set(topic, BigInt((await admin.fetchTopicOffsets(topic))[0]?.high ?? 0));
  await admin.disconnect();
  const found = new Map<string, Kept[]>(topics.map((topic) => [topic, []]));
  const consumer = kafka.consumer({ groupId: `independent-${String(process.pid)}-${String(performance.now())}` });
  await consumer.connect();
  await consumer.subscribe({ topics: [...topics], fromBeginning: true });
  const isDone = (): boolean => topics.every((topic) => BigInt(found.get(topic)?.length ?? 0) >= (ends.get(topic) ?? 0n));
  const done = Promise.withResolvers<undefined>();
  if (isDone()) done.resolve(undefined);
  await consumer.run({
    autoCommit: false,
    eachMessage: async ({ topic, message: { key, value, headers = {} } }) => {
      found.get(topic)?.push({ key, value, headers });
      if (isDone()) done.resolve(undefined);
    },
  });
  await done.promise;
  await consumer.disconnect();
  return found;
}

/** Sends what lies on these lanes once more, the last first, as their source. */
export async function repeatDeliveries(
  city: CityProcesses,
  lanes: readonly { readonly from: string; readonly to: string }[],
): Promise<void> {
  const topicOf = new Map(lanes.map((lane) => [laneTopic('interlock', lane), lane.from]));
  const there = await messagesOn(city, [...topicOf.keys()]);
  for (const [topic, from] of topicOf) {
    const producer = independentClient(city, from).producer({
      createPartitioner: Partitioners.DefaultPartitioner,
      allowAutoTopicCreation: false,
    });
    await producer.connect();
    await producer.send({ topic, acks: -1, messages: [...(there.get(topic) ?? [])].reverse().map((message) => ({ ...message })) });
    await producer.disconnect();
  }
}
