import { createRequire } from 'node:module';
import kafkajs, { type IHeaders, type Message } from 'kafkajs';

const { Kafka, Partitioners, logLevel } = kafkajs;

/** The bare client: the messages of a lane, byte by byte, with the same settings. */
export interface RawLane {
  readonly name: string;
  readonly version: string;
  /** What the lane’s topic holds of its first backlog, in batches as they were sent. */
  readBack(facts: number): Promise<{ readonly batches: readonly (readonly Message[])[]; readonly disorder: string | undefined }>;
  send(batch: readonly Message[]): Promise<void>;
  /** The first number of the whole topic that does not follow the one before; each backlog begins at 0. */
  disorder(facts: number): Promise<string | undefined>;
  close(): Promise<void>;
}

export interface RawLaneOptions {
  readonly brokers: readonly string[];
  readonly certificate: { readonly ca: string; readonly cert: string; readonly key: string };
  readonly topic: string;
  readonly rawTopic: string;
}

const ACKS_ALL = -1;
const BATCH = 500;

export async function openRawLane({ brokers, certificate, topic, rawTopic }: RawLaneOptions): Promise<RawLane> {
  const { ca, cert, key } = certificate;
  const kafka = new Kafka({ clientId: 'bench-raw', brokers: [...brokers], ssl: { ca: [ca], cert, key }, logLevel: logLevel.NOTHING });
  const producer = kafka.producer({ idempotent: false, allowAutoTopicCreation: false, createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  const admin = kafka.admin();
  await admin.connect();
  const read = async (each: (message: Message, offset: number) => void): Promise<void> => {
    const [end] = await admin.fetchTopicOffsets(topic);
    const last = Number(end?.high ?? 0) - 1;
    const consumer = kafka.consumer({ groupId: `bench.reader.${String(performance.now())}`, maxWaitTimeInMs: 100 });
    const done = Promise.withResolvers<undefined>();
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({
      eachBatch: async ({ batch }) => {
        await Promise.resolve();
        for (const { key: name, value, headers, offset } of batch.messages)
          each({ key: name, value, ...(headers && { headers }) }, Number(offset));
        if (Number(batch.lastOffset()) >= last) done.resolve(undefined);
      },
    });
    await done.promise;
    await consumer.disconnect();
  };
  const disorder = async (facts: number): Promise<string | undefined> => {
    let next = 0;
    let found: string | undefined;
    await read(({ headers }, offset) => {
      const number = numberOf(headers);
      if (number !== next) found ??= `${String(number)} at offset ${String(offset)}, not ${String(next)}`;
      next = (next + 1) % facts;
    });
    return found;
  };
  return {
    name: 'kafkajs, same bytes',
    version: String(createRequire(import.meta.url)('kafkajs/package.json').version),
    async readBack(facts) {
      const messages: Message[] = [];
      await read((message) => {
        if (messages.length < facts) messages.push(message);
      });
      const batches = Array.from({ length: Math.ceil(facts / BATCH) }, (_, at) => messages.slice(at * BATCH, (at + 1) * BATCH));
      return { batches, disorder: await disorder(facts) };
    },
    async send(batch) {
      await producer.send({ topic: rawTopic, acks: ACKS_ALL, timeout: 5_000, messages: [...batch] });
    },
    disorder,
    async close() {
      await producer.disconnect();
      await admin.disconnect();
    },
  };
}

function numberOf(headers: IHeaders | undefined): number {
  return Number(String(headers?.['ce_sequence']));
}
