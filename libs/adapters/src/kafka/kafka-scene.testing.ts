import { Kafka, logLevel } from 'kafkajs';
import { type Lane, type LaneBatch, type Trouble } from '@interlock/kernel';
import { readCertificate } from '../certificates/demo-certificates.ts';
import { planLanes } from '../faults/plan-lanes.ts';
import { type TestBroker } from '../kafka-broker/shared-broker.ts';
import { applyTopics } from '../kafka-topics/apply-topics.ts';
import { type KafkaClientName, type KafkaExchange, type KafkaExchangeOptions, openKafkaExchange } from './kafka-exchange.ts';
import { laneTopic } from './topic-names.ts';

/** A prefix of its own on the shared broker, the exchanges that a test opens under it, and what they tell. */
export interface KafkaScene {
  readonly prefix: string;
  /** What was told, as `node CODE`. */
  readonly told: readonly string[];
  open(node: string, more?: Partial<KafkaExchangeOptions>): Promise<KafkaExchange>;
  makeTopics(lanes: readonly Lane[], messageBytesMax?: number): Promise<void>;
  /** Rights without the topics. */
  grant(lanes: readonly Lane[]): Promise<void>;
  /** Messages that nobody’s exchange has made. */
  write(lane: Lane, messages: readonly RawMessage[]): Promise<void>;
  /** Everything that a lane’s topic holds, as a reader sees it that knows nothing of Interlock. */
  read(lane: Lane, count: number): Promise<readonly RawMessage[]>;
  close(): Promise<void>;
}

export interface RawMessage {
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

export function sceneOn(broker: TestBroker, client: KafkaClientName, prefix: string): KafkaScene {
  const { brokers, certificates } = broker;
  const exchanges: KafkaExchange[] = [];
  const told: string[] = [];
  const report = ({ node, code = '' }: Trouble): void => {
    told.push(`${node} ${code}`);
  };
  const administrator = (): Kafka => {
    const { ca, cert, key } = readCertificate(certificates, 'kafka-admin');
    return new Kafka({ clientId: 'reader', brokers: [...brokers], ssl: { ca: [ca], cert, key }, logLevel: logLevel.NOTHING });
  };
  return {
    prefix,
    told,
    async open(node, more = {}) {
      const times = { gatherMs: 5, topicMs: 200, lagMs: 100, patienceMs: 300 };
      const exchange = await openKafkaExchange({
        brokers,
        certificate: await broker.certificateOf(node),
        node,
        prefix,
        client,
        times,
        report,
        ...more,
      });
      exchanges.push(exchange);
      return exchange;
    },
    async makeTopics(lanes, messageBytesMax) {
      const plan = planLanes({ prefix, lanes, ...(messageBytesMax !== undefined && { messageBytesMax }) });
      await applyTopics({ brokers, certificate: readCertificate(certificates, 'kafka-admin'), plan });
    },
    async grant(lanes) {
      const plan = { ...planLanes({ prefix, lanes }), topics: [] };
      await applyTopics({ brokers, certificate: readCertificate(certificates, 'kafka-admin'), plan });
    },
    async write(lane, messages) {
      const producer = administrator().producer({ allowAutoTopicCreation: false });
      await producer.connect();
      await producer.send({
        topic: laneTopic(prefix, lane),
        messages: messages.map(({ key, value, headers }) => ({ key, value, headers })),
      });
      await producer.disconnect();
    },
    read: (lane, count) => readAll(administrator(), laneTopic(prefix, lane), count),
    async close() {
      await Promise.all(exchanges.map((exchange) => exchange.close()));
    },
  };
}

async function readAll(kafka: Kafka, topic: string, count: number): Promise<readonly RawMessage[]> {
  const found: RawMessage[] = [];
  const enough = Promise.withResolvers<undefined>();
  const consumer = kafka.consumer({ groupId: `${topic}.reader`, maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ message }) => {
      await Promise.resolve();
      const headers = Object.entries(message.headers ?? {}).map(([name, value]) => [name, String(value)] as const);
      found.push({ key: message.key?.toString() ?? null, value: message.value?.toString() ?? null, headers: Object.fromEntries(headers) });
      if (found.length >= count) enough.resolve(undefined);
    },
  });
  await enough.promise;
  await consumer.disconnect();
  return found;
}

/** Resolves when it holds. Jest’s limit ends what never does. */
export async function untilHolds(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
}

export function watermarkOf(revision: number, epoch = 1): LaneBatch['watermark'] {
  return { storeId: 'store-one', position: String(revision * 10), revision, ...(epoch > 1 && { epoch }) };
}
