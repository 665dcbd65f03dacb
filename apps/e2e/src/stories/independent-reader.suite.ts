import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCertificate } from '@interlock/adapters';
import { ROOT } from '@interlock/hosting';
import { type Scenario, linesOf } from '@interlock/simulator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { CloudEvent, Kafka as CloudEventsOnKafka, type KafkaMessage } from 'cloudevents';
import { type IHeaders, Kafka, logLevel } from 'kafkajs';
import { z } from 'zod';

/** A message as a client that knows nothing of Interlock gets it. */
export interface ReadMessage {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: IHeaders;
}

/** Where a city’s brokers are, and whose certificates are known to them. */
export interface ReadableCity {
  readonly data: string;
  bootstrap(): readonly string[];
}

/** A Kafka client of its own, under a certificate of the city. */
export function independentClient({ data, bootstrap }: ReadableCity, name: string): Kafka {
  const { ca, cert, key } = readCertificate(join(data, 'certificates'), name);
  return new Kafka({ clientId: 'independent', brokers: [...bootstrap()], ssl: { ca: [ca], cert, key }, logLevel: logLevel.NOTHING });
}

/** Everything that lies on the lanes’ topics now (or on these), each topic in its order. */
export async function messagesOn(city: ReadableCity, only?: readonly string[]): Promise<ReadonlyMap<string, readonly ReadMessage[]>> {
  const kafka = independentClient(city, 'kafka-admin');
  const admin = kafka.admin();
  await admin.connect();
  const topics = only ?? (await admin.listTopics()).filter((name) => name.startsWith('interlock.lane.'));
  const ends = await Promise.all(
    topics.map(async (topic) => [topic, Number((await admin.fetchTopicOffsets(topic))[0]?.high ?? 0)] as const),
  );
  await admin.disconnect();
  const found = new Map<string, ReadMessage[]>(topics.map((topic) => [topic, []]));
  const isDone = (): boolean => ends.every(([topic, end]) => (found.get(topic)?.length ?? 0) >= end);
  const done = Promise.withResolvers<undefined>();
  const consumer = kafka.consumer({ groupId: `independent-${String(process.pid)}-${String(performance.now())}` });
  await consumer.connect();
  await consumer.subscribe({ topics: [...topics], fromBeginning: true });
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

const FACT = /^cn\.interlock\.(?<type>[\w.-]+\.v\d+)$/;

/**
 * What somebody would find fault with who reads all lanes with other people’s libraries: no CloudEvents, data that its published schema refuses,
 * numbers with a gap, a person’s data in clear. Also how many facts there were.
 */
export function faultsOnLanes(
  lanes: ReadonlyMap<string, readonly ReadMessage[]>,
  scenario: Scenario,
): { readonly faults: readonly string[]; readonly facts: number } {
  const secrets = secretsOf(scenario);
  const faults: string[] = [];
  let facts = 0;
  for (const [topic, messages] of lanes) {
    const numbers = new Set<number>();
    for (const message of messages) {
      const { type, sequence, problem } = readEvent(message);
      if (problem !== undefined) faults.push(`${topic}: ${problem}`);
      if (sequence !== undefined) numbers.add(sequence);
      if (type !== undefined && sequence !== undefined) facts += 1;
      const clear = clearTextOf(message);
      for (const secret of secrets) if (clear.includes(secret)) faults.push(`${topic}: ${type ?? 'a message'} says ${secret}`);
    }
    const missing = Array.from({ length: Math.max(-1, ...numbers) + 1 }, (_, number) => number).filter((number) => !numbers.has(number));
    if (missing.length > 0) faults.push(`${topic}: ${missing.join(', ')} are missing`);
  }
  return { faults, facts };
}

function readEvent({ key, value, headers }: ReadMessage): {
  readonly type?: string;
  readonly sequence?: number;
  readonly problem?: string;
} {
  const texts = Object.fromEntries(Object.entries(headers).map(([name, bytes]) => [name, String(bytes)]));
  const text = value?.toString('utf8') ?? '';
  const message: KafkaMessage = { headers: texts, key: String(key ?? ''), value: text, body: text };
  const event = CloudEventsOnKafka.toEvent(message);
  if (!(event instanceof CloudEvent)) return { problem: 'several events in one message, or none' };
  try {
    event.validate();
  } catch (error) {
    return { problem: `no CloudEvent: ${String(error)}` };
  }
  const type = FACT.exec(event.type)?.groups?.['type'];
  const sequence = event['sequence'];
  if (type === undefined) return { problem: `${event.type} is no type of this city` };
  if (typeof sequence !== 'string') return { type };
  return { type, sequence: Number(sequence), ...problemOf(type, JSON.parse(value?.toString('utf8') ?? 'null')) };
}

const ajv = new Ajv2020({ strict: false });

/** By the schema in docs/contracts; the opening of a lane is the machinery’s own and has none. */
function problemOf(type: string, data: unknown): { readonly problem?: string } {
  if (/\.lane-opened\.v1$/.test(type)) return {};
  const validate = ajv.getSchema(`urn:interlock:contract:${type}`) ?? ajv.compile(schemaOf(type));
  return validate(data) === true ? {} : { problem: `${type}: ${ajv.errorsText(validate.errors)}` };
}

function schemaOf(type: string): object {
  return z.looseObject({}).parse(JSON.parse(readFileSync(join(ROOT, 'docs', 'contracts', `${type}.json`), 'utf8')));
}

/** Names and numbers of everybody in the story. */
function secretsOf(scenario: Scenario): readonly string[] {
  const people = [...scenario.people.values()].flatMap(({ name, idNumber, phone }) => [name, idNumber, phone]);
  const accounts = [...scenario.accounts.values()].flatMap(({ number, holder }) => [number, holder]);
  const lines = linesOf(scenario).map(({ number }) => number);
  return [...new Set([...people, ...accounts, ...lines])].flatMap((text) => (text !== undefined && text.length > 1 ? [text] : []));
}

function clearTextOf({ key, value, headers }: ReadMessage): string {
  return [key?.toString('utf8'), value?.toString('utf8'), ...Object.values(headers).map(String)].join('\n');
}
