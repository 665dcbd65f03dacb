import { Admin, Consumer, type MessageToProduce, Producer } from '@platformatic/kafka';
import { type GroupLook, type KafkaClient, type KafkaClientOptions, type OutgoingMessage } from '../kafka-client.ts';
import { isAnswer, kafkaErrorOf } from '../kafka-error.ts';
import { atMost } from '../at-most.ts';
import { makeConnectPatience } from '../connect-patience.ts';
import { whyUnreachable } from './ask-credentials.ts';
import { consumeStreams } from './platformatic-consumption.ts';

const REQUEST_MS = 5_000;
const CLOSE_MS = 1_500;
/** It finds its new coordinator by itself, as a rule sooner than a new consumer would. */
const SILENCE_MS = 8_000;
const ACKS_ALL = -1;
const RETRIES = 3;
const RETRY_MS = 200;
/** Who leads what may be believed for that long: with its five seconds a lost broker costs as much again. */
const METADATA_MS = 1_000;
/** Kafka’s names of the moment before and after everything in a topic. */
const LATEST = -1n;
const EARLIEST = -2n;

/** @platformatic/kafka 2.12: the second client behind the same exchange (ADR 0013). */
export function makePlatformaticClient(options: KafkaClientOptions): KafkaClient {
  const patience = makeConnectPatience();
  const producers = new Map<string, Producer<string, Buffer, string, string>>();
  let admin: Admin | undefined;

  const ask = async <Result>(question: (client: Admin) => Promise<Result>): Promise<Result> => {
    let mine: Admin | undefined;
    const asked = (connectMs: number): Promise<Result> => {
      mine = admin ??= new Admin({ ...settingsOf(options, connectMs), retries: 1 });
      return question(mine);
    };
    try {
      return await patience.attempt('questions', asked);
    } catch (error) {
      const failure = kafkaErrorOf(error);
      if (isAnswer(failure.code)) throw failure;
      if (admin === mine) admin = undefined;
      if (mine) void atMost(CLOSE_MS, mine.close());
      throw await whyUnreachable(options, failure);
    }
  };
  const producerOf = (topic: string, connectMs: number): Producer<string, Buffer, string, string> => {
    const known = producers.get(topic);
    if (known) return known;
    const text = (value?: string): Buffer | undefined => (value === undefined ? undefined : Buffer.from(value));
    const serializers = { key: text, value: (value?: Buffer): Buffer | undefined => value, headerKey: text, headerValue: text };
    const producer = new Producer({ ...settingsOf(options, connectMs), serializers, autocreateTopics: false });
    producers.set(topic, producer);
    return producer;
  };
  return {
    silenceMs: SILENCE_MS,
    async produce(topic, messages) {
      const send = async (connectMs: number): Promise<void> => {
        const records = messages.map((message) => asRecord(topic, message));
        await producerOf(topic, connectMs).send({ messages: records, acks: ACKS_ALL, idempotent: false });
      };
      try {
        await patience.attempt(topic, send);
      } catch (error) {
        const failure = kafkaErrorOf(error);
        if (failure.code !== 'MESSAGE_TOO_LARGE') {
          const producer = producers.get(topic);
          producers.delete(topic);
          if (producer) void atMost(CLOSE_MS, producer.close(true));
        }
        throw await whyUnreachable(options, failure);
      }
    },
    checkTopic: (topic) =>
      ask(async (client) => {
        await client.metadata({ topics: [topic], forceUpdate: true });
      }),
    consume: (wanted) =>
      patience.consume(wanted, (watched, connectMs) =>
        consumeStreams(new Consumer(consumerSettings(options, wanted.group, connectMs)), watched),
      ),
    look: (group, topics) => ask((client) => lookAt(client, group, topics)),
    async close() {
      const open = [...producers.values()];
      producers.clear();
      await Promise.all([...open.map((producer) => atMost(CLOSE_MS, producer.close(true))), admin && atMost(CLOSE_MS, admin.close())]);
    },
  };
}

function settingsOf({ brokers, clientId, certificate }: KafkaClientOptions, connectMs: number) {
  return {
    clientId,
    bootstrapBrokers: [...brokers],
    connectTimeout: connectMs,
    timeout: REQUEST_MS,
    requestTimeout: REQUEST_MS,
    retries: RETRIES,
    retryDelay: RETRY_MS,
    metadataMaxAge: METADATA_MS,
    ...(certificate && { tls: { ca: certificate.ca, cert: certificate.cert, key: certificate.key } }),
  };
}

function consumerSettings(options: KafkaClientOptions, groupId: string, connectMs: number) {
  const text = (value?: Buffer): string | undefined => value?.toString('utf8');
  const bytes = (value?: Buffer): Buffer | undefined => value;
  return {
    ...settingsOf(options, connectMs),
    groupId,
    autocommit: false,
    sessionTimeout: options.sessionMs,
    heartbeatInterval: options.heartbeatMs,
    rebalanceTimeout: Math.max(options.rebalanceMs, options.sessionMs), // it takes no less
    deserializers: { key: bytes, value: bytes, headerKey: text, headerValue: text },
  };
}

function asRecord(topic: string, { key, value, headers }: OutgoingMessage): MessageToProduce<string, Buffer, string, string> {
  return { topic, partition: 0, headers, ...(key !== null && { key }), ...(value !== null && { value }) };
}

async function lookAt(client: Admin, group: string, topics: readonly string[]): Promise<GroupLook> {
  const offsetsAt = async (timestamp: bigint): Promise<Map<string, bigint>> => {
    const asked = topics.map((name) => ({ name, partitions: [{ partitionIndex: 0, timestamp }] }));
    const found = await client.listOffsets({ topics: asked });
    return new Map(found.map(({ name, partitions }) => [name, partitions[0]?.offset ?? 0n]));
  };
  const ends = await offsetsAt(LATEST);
  const committed = await offsetsAt(EARLIEST);
  const wanted = { groupId: group, topics: topics.map((name) => ({ name, partitionIndexes: [0] })) };
  const [known] = await client.listConsumerGroupOffsets({ groups: [wanted] });
  for (const { name, partitions } of known?.topics ?? []) {
    const offset = partitions[0]?.committedOffset ?? -1n;
    if (offset > (committed.get(name) ?? 0n)) committed.set(name, offset);
  }
  const described = (await client.describeGroups({ groups: [group] })).get(group);
  return { ends, committed, isEmpty: described?.state === 'EMPTY' || described?.state === 'DEAD' };
}
