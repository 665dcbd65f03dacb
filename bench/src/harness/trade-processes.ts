import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type PlannedTopic, type TopicPlan, applyTopics, laneTopic, nodeGroup, readCertificate } from '@interlock/adapters';
import { type Answer, type Worker, startWorker } from './tasks.ts';
import { RECIPIENTS, type TradingCity } from './trade-in-process.ts';
import { type Moments, type Trade } from './trade-lag.ts';

/** What one agency’s process is told. */
export interface TradeChildSettings {
  readonly code: string;
  readonly folder: string;
  readonly brokers: readonly string[];
  readonly certificates: string;
  readonly prefix: string;
  readonly tells: readonly string[];
  readonly hears: readonly string[];
  readonly all: readonly string[];
}

interface TradeOverKafka {
  readonly folder: string;
  readonly brokers: readonly string[];
  /** Folder with those of police, the recipients and the broker’s administrator. */
  readonly certificates: string;
}

const CHILD = join(import.meta.dirname, '..', 'rows', 'trade.child.ts');
const POLICE = 'police';
const PREFIX = 'bench';
export const TRADERS: readonly string[] = [POLICE, ...RECIPIENTS];

/** The same agencies, each in a process of its own, their lanes over one broker. */
export async function startTradeProcesses({ folder, brokers, certificates }: TradeOverKafka): Promise<TradingCity> {
  await applyTopics({ brokers, certificate: readCertificate(certificates, 'kafka-admin'), plan: topicPlan() });
  const started: Worker[] = [];
  const stop = async (): Promise<void> => {
    for (const worker of started) await worker.stop();
  };
  const start = async (code: string, tells: readonly string[], hears: readonly string[]): Promise<Worker> => {
    const own = join(folder, code);
    mkdirSync(own, { recursive: true });
    const settings: TradeChildSettings = { code, folder: own, brokers, certificates, prefix: PREFIX, tells, hears, all: TRADERS };
    const worker = await startWorker(CHILD, settings);
    started.push(worker);
    return worker;
  };
  try {
    const recipients: Worker[] = [];
    for (const code of RECIPIENTS) recipients.push(await start(code, [], [POLICE]));
    const police = await start(POLICE, RECIPIENTS, []);
    const city = { play: (rate: number, ms: number) => play({ police, recipients }, rate, ms), stop };
    await untilHeard(city);
    return city;
  } catch (error) {
    await stop();
    throw error;
  }
}

async function play(
  { police, recipients }: { readonly police: Worker; readonly recipients: readonly Worker[] },
  rate: number,
  ms: number,
): Promise<Trade> {
  const all = [police, ...recipients];
  await Promise.all(all.map((worker) => worker.ask({ type: 'begin' })));
  const given = await police.ask({ type: 'order', rate, ms });
  const accepted = momentsOf(given, 'accepted');
  const told = await Promise.all(recipients.map((worker) => worker.ask({ type: 'seen', orders: [...accepted.keys()] })));
  const spent = await Promise.all(all.map((worker) => worker.ask({ type: 'spent' })));
  return {
    submitted: momentsOf(given, 'submitted'),
    accepted,
    seen: told.map((answer) => momentsOf(answer, 'seen')),
    cpuMs: spent.reduce((sum, { cpuMs }) => sum + Number(cpuMs), 0),
    troubles: all.flatMap((worker) => worker.troubles()),
  };
}

const TRIES = 12;

/** First orders travel while consumers still find their groups, and after too many orders some are still on their way: no sample is to have that in it. */
export async function untilHeard(city: TradingCity): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const { accepted, seen } = await city.play(50, 200);
    if (accepted.size > 0 && seen.every((rows) => [...accepted.keys()].every((orderId) => rows.has(orderId)))) return;
    await sleep(500);
  }
  throw new Error('Orders do not become visible over Kafka');
}

function momentsOf(answer: Answer, name: string): Moments {
  const found = answer[name];
  if (found instanceof Map) return found;
  throw new Error(`No ${name} in an answer`);
}

function topicPlan(): TopicPlan {
  const topics = RECIPIENTS.map((to): PlannedTopic => ({
    name: laneTopic(PREFIX, { from: POLICE, to }),
    partitions: 1,
    replication: 1,
    settings: {},
  }));
  const grants = RECIPIENTS.flatMap((to) => {
    const at = { on: 'topic', name: laneTopic(PREFIX, { from: POLICE, to }) } as const;
    return [
      { node: POLICE, may: 'write', ...at },
      { node: POLICE, may: 'describe', ...at },
      { node: to, may: 'read', ...at },
      { node: to, may: 'describe', ...at },
      { node: to, may: 'read', on: 'group', name: nodeGroup(PREFIX, to) },
    ] as const;
  });
  return { prefix: PREFIX, topics, grants };
}
