import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { readCertificate } from '@interlock/adapters';
import kafkajs, { type Message } from 'kafkajs';
import { sequentially, steadily } from '../harness/loops.ts';
import { quantile } from '../harness/statistics.ts';
import { type Answer, answerTasks, settingsHere } from '../harness/tasks.ts';
import { tradeData } from '../harness/trade-event.ts';
import { type RawTripSettings } from './raw-trip.ts';

const { Kafka, Partitioners, logLevel } = kafkajs;
const ACKS_ALL = -1;
const SEEN_WITHIN_MS = 5_000;

/** The bare client, both ends in this process: a message as long as a fact, produced and fetched by the settings that lanes have. */
const { brokers, certificates, topic } = settings();
const { ca, cert, key } = readCertificate(certificates, 'kafka-admin');
const kafka = new Kafka({ clientId: 'bench-trip', brokers: [...brokers], ssl: { ca: [ca], cert, key }, logLevel: logLevel.NOTHING });
const producer = kafka.producer({ idempotent: false, allowAutoTopicCreation: false, createPartitioner: Partitioners.DefaultPartitioner });
const consumer = kafka.consumer({ groupId: 'bench.trip', maxWaitTimeInMs: 250 });
const fetched = new Map<string, number>();
const waiting = new Map<string, () => void>();
const joined = Promise.withResolvers<undefined>();

consumer.on(consumer.events.GROUP_JOIN, () => joined.resolve(undefined));
await producer.connect();
await consumer.connect();
await consumer.subscribe({ topics: [topic], fromBeginning: true });
await consumer.run({
  autoCommit: false,
  eachBatch: async ({ batch }) => {
    await Promise.resolve();
    const at = performance.now();
    for (const { key: name } of batch.messages) {
      const id = String(name);
      fetched.set(id, at);
      waiting.get(id)?.();
    }
  },
});

answerTasks(
  async (task) => {
    switch (task['type']) {
      case 'ready':
        await joined.promise;
        return {};
      case 'alone':
        return alone(Number(task['ms']));
      case 'steady':
        return steady(Number(task['rate']), Number(task['ms']));
      default:
        throw new Error(`No such task: ${String(task['type'])}`);
    }
  },
  async () => {
    await consumer.disconnect();
    await producer.disconnect();
  },
);

/** One message at a time: the next when the one before is there. */
async function alone(ms: number): Promise<Answer> {
  const { more } = await sequentially(ms, async () => {
    const id = randomUUID();
    const there = new Promise<void>((resolve) => waiting.set(id, resolve));
    const sent = send([messageOf(id)]);
    await there;
    waiting.delete(id);
    await sent;
  });
  fetched.clear();
  return { p50Ms: more?.['p50Ms'], p99Ms: more?.['p99Ms'], messages: more?.['calls'] };
}

/** At a steady rate as a lane sends them: one request in flight, in the next one all that has come meanwhile. */
async function steady(rate: number, ms: number): Promise<Answer> {
  const begun = new Map<string, number>();
  let gathered: Message[] = [];
  let running: Promise<void> | undefined;
  const run = async (): Promise<void> => {
    while (gathered.length > 0) {
      const batch = gathered;
      gathered = [];
      await send(batch);
    }
    running = undefined;
  };
  await steadily(rate, ms, async () => {
    const id = randomUUID();
    begun.set(id, performance.now());
    gathered.push(messageOf(id));
    running ??= run();
    await running;
  });
  for (let waited = 0; waited < SEEN_WITHIN_MS && [...begun.keys()].some((id) => !fetched.has(id)); waited += 10) await sleep(10);
  const trips = [...begun].map(([id, at]) => (fetched.get(id) ?? Number.NaN) - at).filter((trip) => !Number.isNaN(trip));
  fetched.clear();
  return { p50Ms: quantile(trips, 0.5), p99Ms: quantile(trips, 0.99), messages: begun.size, lost: begun.size - trips.length };
}

async function send(messages: Message[]): Promise<void> {
  await producer.send({ topic, acks: ACKS_ALL, timeout: 5_000, messages });
}

/** Headers as many and as long as those of a fact. */
function messageOf(id: string): Message {
  const headers = {
    ce_specversion: '1.0',
    ce_source: '/interlock/police',
    interlock_store: id,
    interlock_epoch: '1',
    ce_id: id,
    ce_type: 'cn.interlock.trade.stop-ordered.v1',
    ce_dataschema: 'urn:interlock:contract:trade.stop-ordered.v1',
    ce_sequence: '1000',
    'content-type': 'application/json',
    interlock_position: '1000',
    ce_subject: id,
    interlock_correlation: id,
    interlock_causation: id,
    interlock_watermark_position: '1000',
    interlock_watermark_revision: '1000',
    interlock_sent_at: '2026-03-01T04:00:00.000Z',
  };
  return { key: id, value: Buffer.from(JSON.stringify(tradeData(id))), headers };
}

function settings(): RawTripSettings {
  const given: object = settingsHere();
  return given as RawTripSettings;
}
