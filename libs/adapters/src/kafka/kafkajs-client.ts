import {
  type Admin,
  type Consumer,
  type EachBatchPayload,
  type IHeaders,
  type Kafka,
  type Producer,
  type RetryOptions,
  Partitioners,
  logLevel,
} from 'kafkajs';
import { atMost } from './at-most.ts';
import { type ConnectPatience, makeConnectPatience } from './connect-patience.ts';
import {
  type ArrivedMessage,
  type Consumption,
  type ConsumeOptions,
  type GroupLook,
  type KafkaClient,
  type KafkaClientOptions,
  type OutgoingMessage,
} from './kafka-client.ts';
import { isAnswer, kafkaErrorOf } from './kafka-error.ts';
import { makeKafka } from './make-kafka.ts';

/** A request that no broker answers in that time is given up. */
const REQUEST_MS = 5_000;
/** A fetch without news ends after that; it bounds how late a lane that was paused goes on. */
const FETCH_WAIT_MS = 250;
const STOP_MS = 1_500;
/** It does not look for another coordinator before it has tried the lost one for half a minute. */
const SILENCE_MS = 2_500;
/** A group that meets waits so long for who does not come: more than its rebalance timeout, on a machine that has much to do. */
const MEETING_MS = 5_000;
/** Within one try of ours, and while a consumer finds its coordinator and its leaders. */
const SHORT: RetryOptions = { retries: 3, initialRetryTime: 100, maxRetryTime: 500 };
const PATIENT: RetryOptions = { retries: 8, initialRetryTime: 100, maxRetryTime: 1_000 };
/** All replicas in sync have it. */
const ACKS_ALL = -1;

/** kafkajs 2.2.4, with the settings that lost, repeated and reordered nothing (ADR 0013); retrying for long is the exchange’s. */
export function makeKafkajsClient(options: KafkaClientOptions): KafkaClient {
  const patience = makeConnectPatience();
  const producers = new Map<string, Promise<Producer>>();
  const admin = makeAdmin(options, patience);

  const forget = (topic: string): void => {
    const producer = producers.get(topic);
    producers.delete(topic);
    void producer?.then(disconnect, () => undefined);
  };
  return {
    silenceMs: SILENCE_MS,
    async produce(topic, messages) {
      const send = async (connectMs: number): Promise<void> => {
        const producer = producers.get(topic) ?? openProducer(connectionOf(options, SHORT, connectMs));
        producers.set(topic, producer);
        await (await producer).send({ topic, acks: ACKS_ALL, timeout: REQUEST_MS, messages: messages.map(asRecord) });
      };
      try {
        await patience.attempt(topic, send);
      } catch (error) {
        const failure = kafkaErrorOf(error);
        // What it believes of the cluster may be what fails.
        if (failure.code !== 'MESSAGE_TOO_LARGE') forget(topic);
        throw failure;
      }
    },
    checkTopic: (topic) =>
      admin.use(async (client) => {
        await client.fetchTopicMetadata({ topics: [topic] });
      }),
    consume: (wanted) =>
      patience.consume(wanted, (watched, connectMs) => consumeWith(connectionOf(options, PATIENT, connectMs), options, watched)),
    look: (group, topics) => admin.use((client) => lookAt(client, group, topics)),
    async close() {
      const open = [...producers.values()];
      producers.clear();
      await Promise.all([admin.close(), ...open.map((producer) => producer.then(disconnect, () => undefined))]);
    },
  };
}

function connectionOf({ brokers, clientId, certificate }: KafkaClientOptions, retry: RetryOptions, connectMs: number): Kafka {
  return makeKafka({
    clientId,
    brokers: [...brokers],
    connectionTimeout: connectMs,
    requestTimeout: REQUEST_MS,
    retry, // of connections and metadata: its own would go on for ten seconds and hide that no broker is there
    logLevel: logLevel.NOTHING, // what goes wrong is told by the exchange, once and with its code
    ...(certificate && { ssl: { ca: [certificate.ca], cert: certificate.cert, key: certificate.key } }),
  });
}

async function openProducer(kafka: Kafka): Promise<Producer> {
  const producer = kafka.producer({
    allowAutoTopicCreation: false,
    idempotent: false, // with it, one producer in five never sent again after a broker was killed
    createPartitioner: Partitioners.DefaultPartitioner,
    retry: SHORT,
  });
  await producer.connect();
  return producer;
}

/** Sockets are left behind rather than waited for when a broker is gone. */
function disconnect(client: { disconnect(): Promise<void> }): Promise<void> {
  return atMost(STOP_MS, client.disconnect());
}

function asRecord({ key, value, headers }: OutgoingMessage): { key: string | null; value: Buffer | null; headers: IHeaders } {
  return { key, value, headers: { ...headers } };
}

/** One connection for questions, made when it is needed and again after it failed. */
function makeAdmin(options: KafkaClientOptions, patience: ConnectPatience) {
  let opening: Promise<Admin> | undefined;
  const open = async (connectMs: number): Promise<Admin> => {
    const client = connectionOf(options, SHORT, connectMs).admin({ retry: SHORT });
    await client.connect();
    return client;
  };
  return {
    async use<Result>(ask: (client: Admin) => Promise<Result>): Promise<Result> {
      let mine: Promise<Admin> | undefined;
      const asked = async (connectMs: number): Promise<Result> => {
        mine = opening ??= open(connectMs);
        return ask(await mine);
      };
      try {
        return await patience.attempt('questions', asked);
      } catch (error) {
        const failure = kafkaErrorOf(error);
        if (!isAnswer(failure.code)) {
          if (opening === mine) opening = undefined;
          void mine?.then(disconnect, () => undefined);
        }
        throw failure;
      }
    },
    async close(): Promise<void> {
      const open = opening;
      opening = undefined;
      await open?.then(disconnect, () => undefined);
    },
  };
}

async function lookAt(client: Admin, group: string, topics: readonly string[]): Promise<GroupLook> {
  const ends = new Map<string, bigint>();
  const committed = new Map<string, bigint>();
  for (const topic of topics) {
    const [offsets] = await client.fetchTopicOffsets(topic);
    ends.set(topic, BigInt(offsets?.high ?? 0));
    committed.set(topic, BigInt(offsets?.low ?? 0));
  }
  for (const { topic, partitions } of await client.fetchOffsets({ groupId: group, topics: [...topics] })) {
    const offset = BigInt(partitions[0]?.offset ?? -1);
    if (offset > (committed.get(topic) ?? 0n)) committed.set(topic, offset);
  }
  const { groups } = await client.describeGroups([group]);
  return { ends, committed, isEmpty: groups[0]?.state === 'Empty' || groups[0]?.state === 'Dead' };
}

async function consumeWith(kafka: Kafka, options: KafkaClientOptions, { group, topics, events }: ConsumeOptions): Promise<Consumption> {
  const consumer = kafka.consumer({
    groupId: group,
    sessionTimeout: options.sessionMs,
    heartbeatInterval: options.heartbeatMs,
    rebalanceTimeout: options.rebalanceMs,
    maxWaitTimeInMs: FETCH_WAIT_MS,
    allowAutoTopicCreation: false,
    // It never begins again by itself: the exchange builds another one, which is sooner.
    retry: { ...PATIENT, restartOnFailure: () => Promise.resolve(false) },
  });
  let isOver = false;
  const end = (error: unknown): void => {
    if (!isOver) events.ended(kafkaErrorOf(error));
    isOver = true;
  };
  const heard = watch(consumer);
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    if (!isOver) events.joined(Object.keys(payload.memberAssignment));
  });
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    end(payload.error);
  });
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [...topics], fromBeginning: true });
  } catch (error) {
    void disconnect(consumer);
    throw kafkaErrorOf(error);
  }
  const begun = consumer
    .run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: topics.length,
      eachBatch: async (payload) => {
        if (!isOver) takeBatch(payload, events);
        await Promise.resolve();
      },
    })
    .catch(end);
  return {
    async commit(offsets) {
      const positions = [...offsets].map(([topic, offset]) => ({ topic, partition: 0, offset: String(offset) }));
      await consumer.commitOffsets(positions).catch((error: unknown) => {
        throw kafkaErrorOf(error);
      });
    },
    pause: (topic) => {
      onRunning(() => {
        consumer.pause([{ topic }]);
      });
    },
    resume: (topic) => {
      onRunning(() => {
        consumer.resume([{ topic }]);
      });
    },
    silence: heard,
    async stop() {
      isOver = true;
      // Told to stop while it joins, kafkajs believes that there is nothing to stop: it joins all the same, holds lanes that nobody reads, and cannot be
      // stopped any more.
      await atMost(
        STOP_MS,
        begun.then(() => consumer.disconnect()),
      );
    },
  };
}

/** Handing over is quick, so that the fetching goes on and with it the heartbeats, however long a recipient takes. */
function takeBatch({ batch, resolveOffset }: EachBatchPayload, events: ConsumeOptions['events']): void {
  const messages = batch.messages.map((message): ArrivedMessage => {
    return { offset: BigInt(message.offset), value: message.value, headers: headersOf(message.headers) };
  });
  events.arrived(batch.topic, messages);
  onRunning(() => {
    resolveOffset(batch.lastOffset());
  });
}

/** A consumer that has just been stopped, or a partition just given away, refuses: then there is nothing to be done either. */
function onRunning(act: () => void): void {
  try {
    act();
  } catch {
    return;
  }
}

function headersOf(headers: IHeaders | undefined): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const name in headers) {
    const value = headers[name];
    const last = Array.isArray(value) ? value.at(-1) : value;
    if (last !== undefined) found.set(name, last.toString('utf8'));
  }
  return found;
}

function watch(consumer: Consumer): Consumption['silence'] {
  let beatAt = performance.now();
  let fetchedAt = beatAt;
  // The group meets because another member came or went; until all are there, nobody is told anything.
  consumer.on(consumer.events.REBALANCING, () => {
    beatAt = performance.now() + MEETING_MS;
    fetchedAt = beatAt;
  });
  consumer.on(consumer.events.HEARTBEAT, () => {
    beatAt = performance.now();
  });
  consumer.on(consumer.events.GROUP_JOIN, () => {
    beatAt = performance.now();
    fetchedAt = beatAt;
  });
  for (const name of [consumer.events.FETCH, consumer.events.END_BATCH_PROCESS] as const)
    consumer.on(name, () => {
      fetchedAt = performance.now();
    });
  return () => ({ heartbeatMs: performance.now() - beatAt, fetchMs: performance.now() - fetchedAt });
}
