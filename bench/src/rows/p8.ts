import { join } from 'node:path';
import { type Lane, encodeEvent, idOf, instant, laneStream, realTime, startLaneSender } from '@interlock/kernel';
import {
  type KafkaExchange,
  type RunningKafka,
  applyTopics,
  laneTopic,
  makeDemoCertificates,
  makeInProcessExchange,
  makeMemoryViews,
  openKafkaExchange,
  readCertificate,
} from '@interlock/adapters';
import { startBenchKafka } from '../harness/kafka.ts';
import { interleave } from '../harness/measure.ts';
import { atLeast, resultOf, short } from '../harness/result.ts';
import { type OpenStore, openStore } from '../harness/stores.ts';
import { tradeData } from '../harness/trade-event.ts';
import { type Contender, type Row, type RowContext, type RowResult } from '../harness/types.ts';
import { type RawLane, openRawLane } from '../peers/raw-kafka.ts';

const BACKLOG = { usual: 20_000, large: 200_000 } as const;
const LANE: Lane = { from: 'police', to: 'bank' };
const PREFIX = 'bench';
const OTHER = 'Interlock by the second client';
const IN_PROCESS = 'the same, in process';
const AT = instant('2026-03-01T04:00:00.000Z');

/** P8: a lane’s backlog, as it lies in the log, until Kafka has acknowledged it. */
export const p8: Row = {
  id: 'P8',
  title: 'lane over Kafka',
  async run(context) {
    const folder = context.folder('p8');
    const certificates = join(folder, 'certificates');
    await makeDemoCertificates({ folder: certificates, names: [LANE.from] });
    const kafka = await startBenchKafka(folder, certificates);
    const log = await openStore(folder);
    try {
      return [await measure(context, { kafka, certificates, log })];
    } finally {
      await log.close();
      await kafka.stop();
    }
  },
};

interface Scene {
  readonly kafka: RunningKafka;
  readonly certificates: string;
  readonly log: OpenStore;
}

async function measure(context: RowContext, { kafka, certificates, log }: Scene): Promise<RowResult> {
  const facts = context.isLarge ? BACKLOG.large : BACKLOG.usual;
  const brokers = kafka.bootstrap;
  const administrator = readCertificate(certificates, 'kafka-admin');
  const topic = laneTopic(PREFIX, LANE);
  const topics = [topic, `${topic}.raw`].map((name) => ({ name, partitions: 1, replication: 1, settings: {} }));
  const write = { node: LANE.from, may: 'write', on: 'topic', name: topic } as const;
  await applyTopics({ brokers, certificate: administrator, plan: { prefix: PREFIX, topics, grants: [write] } });
  context.tell(`P8: a backlog of ${String(facts)} facts`);
  await fill(log, facts);
  const certificate = readCertificate(certificates, LANE.from);
  const settings = { brokers, certificate, node: LANE.from, prefix: PREFIX, report: () => undefined };
  const exchange = await openKafkaExchange(settings);
  const other = await openKafkaExchange({ ...settings, client: 'platformatic' });
  const raw = await openRawLane({ brokers, certificate: administrator, topic, rawTopic: `${topic}.raw` });
  await drain(log, exchange, facts); // what the raw producer repeats byte by byte
  const measurement = await interleave(
    [
      draining('ours', 'Interlock', { log, exchange, facts }),
      draining('peer', OTHER, { log, exchange: other, facts }),
      await rawContender(raw, facts),
      inProcess(log, facts),
    ],
    context,
  );
  const limit = measurement.limit(raw.name);
  const perEvent = (rate: number): string => `${short(1_000_000 / rate)} µs`;
  const direct = measurement.limit(IN_PROCESS).spread.median;
  return resultOf({ id: 'P8', title: p8.title, unit: 'events/s', better: 'higher' }, measurement, {
    limit,
    targets: [atLeast('ours ÷ raw', measurement.ours.spread.median / limit.spread.median, 0.7)],
    notes: [
      `an event: ${perEvent(measurement.ours.spread.median)} over Kafka, ${perEvent(direct)} in process to a recipient that takes it at once`,
      'reading the log included; batches of 500, one in flight, acks=all, mTLS, one broker',
    ],
  });
}

interface Draining {
  readonly log: OpenStore;
  readonly exchange: KafkaExchange;
  readonly facts: number;
}

function draining(role: 'ours' | 'peer', name: string, { log, exchange, facts }: Draining): Contender {
  return { role, name, run: async () => ({ value: await drain(log, exchange, facts) }), close: () => exchange.close() };
}

/** In the end everything that the lane's topic holds is read: every backlog's numbers once, in order. */
async function rawContender(raw: RawLane, facts: number): Promise<Contender> {
  const { batches, disorder } = await raw.readBack(facts);
  if (disorder !== undefined) throw new Error(`The lane is out of order: ${disorder}`);
  return {
    role: 'limit',
    name: raw.name,
    version: raw.version,
    async run() {
      const begunAt = performance.now();
      for (const batch of batches) await raw.send(batch);
      return { value: (facts * 1_000) / (performance.now() - begunAt) };
    },
    async close() {
      const found = await raw.disorder(facts);
      await raw.close();
      if (found !== undefined) throw new Error(`The lane is out of order: ${found}`);
    },
  };
}

function inProcess(log: OpenStore, facts: number): Contender {
  return {
    role: 'limit',
    name: IN_PROCESS,
    async run() {
      const exchange = makeInProcessExchange();
      await exchange.receive(LANE, () => Promise.resolve());
      const value = await drain(log, exchange, facts);
      await exchange.close();
      return { value };
    },
  };
}

/** A lane’s sender that has sent nothing yet: facts a second until everything is acknowledged. */
async function drain(
  { store }: OpenStore,
  exchange: Pick<KafkaExchange, 'send' | 'sentThrough' | 'receive' | 'close'>,
  facts: number,
): Promise<number> {
  const begunAt = performance.now();
  const sender = await startLaneSender({
    lane: LANE,
    store,
    exchange,
    views: makeMemoryViews(),
    clock: { now: () => AT, monotonicMs: () => performance.now(), wakeAt: () => () => undefined },
    time: realTime,
    head: facts - 1,
    position: () => BigInt(facts),
    report: ({ message }) => {
      throw new Error(message);
    },
  });
  await sender.drained();
  const value = (facts * 1_000) / (performance.now() - begunAt);
  await sender.stop();
  return value;
}

const PAGE = 500;

async function fill({ store }: OpenStore, facts: number): Promise<void> {
  const stream = laneStream(LANE.to, 1);
  for (let first = 0; first < facts; first += PAGE) {
    const events = Array.from({ length: PAGE }, (_, index) => {
      const id = idOf('bench-fact', String(first + index));
      const meta = { actor: { kind: 'lane', name: LANE.from }, causationId: id, correlationId: id } as const;
      return encodeEvent({ id, type: 'police.stop-ordered.v1', schemaVersion: 1, stream, data: tradeData(id), meta, recordedAt: AT });
    });
    await store.append([{ stream, expected: first === 0 ? 'no-stream' : first - 1, events }]);
  }
}
