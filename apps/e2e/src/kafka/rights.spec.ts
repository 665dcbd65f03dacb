import { setTimeout as sleep } from 'node:timers/promises';
import { type TestBroker, applyTopics, laneTopic, nodeGroup, readCertificate, sharedBroker } from '@interlock/adapters';
import { hears, planTopics, rosterOf, tells } from '@interlock/hosting';
import { readRegister } from '@interlock/office';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Kafka, logLevel } from 'kafkajs';

const PREFIX = 'rights';
const roster = rosterOf(readRegister().members);
const lanes = roster.flatMap((from) => tells(from, roster).map((to) => ({ from: from.code, to })));
const shared = await sharedBroker();

/** The first group of a broker waits until the topic of offsets is there. */
const RETRY = { retries: 20, initialRetryTime: 50, maxRetryTime: 200 };
/** One of each kind of service. */
const KINDS = ['police', 'bank-industry', 'operator-mobile', 'office', 'city'] as const;

describe('what a service may do at the broker: its own lanes and its own group', () => {
  if ('skipped' in shared) it.skip(`needs a real broker (skipped: ${shared.skipped})`, () => undefined);
  else onBroker(shared);
});

function onBroker({ brokers, certificates, certificateOf }: TestBroker): void {
  const clientOf = (name: string): Client => {
    const { ca, cert, key } = readCertificate(certificates, name);
    const answers: string[] = [];
    const logCreator = () => (entry: { readonly log: Readonly<Record<string, unknown>> }) => {
      answers.push(codeOf(entry.log['error']));
    };
    const ssl = { ca: [ca], cert, key };
    const kafka = new Kafka({ brokers: [...brokers], clientId: name, ssl, retry: RETRY, logLevel: logLevel.DEBUG, logCreator });
    return { kafka, answers, producer: kafka.producer({ allowAutoTopicCreation: true }), admin: kafka.admin() };
  };
  const clients = new Map<string, Client>();
  const client = (name: string): Client => clients.get(name) ?? neverConnected(name);

  beforeAll(async () => {
    for (const { code } of roster) await certificateOf(code);
    const plan = planTopics(roster, { prefix: PREFIX, replication: 1, retentionHours: 1 });
    await applyTopics({ brokers, certificate: readCertificate(certificates, 'kafka-admin'), plan });
    await Promise.all(
      roster.map(async ({ code }) => {
        const made = clientOf(code);
        clients.set(code, made);
        await Promise.all([made.producer.connect(), made.admin.connect()]);
      }),
    );
  });
  afterAll(async () => {
    await Promise.all([...clients.values()].flatMap(({ producer, admin }) => [producer.disconnect(), admin.disconnect()]));
  });

  /** The broker’s answer to one message on a topic. */
  const writing = (name: string, topic: string) => answerOf(client(name).producer.send({ topic, acks: -1, messages: [{ value: name }] }));

  /** The broker’s answer to a member of a group that reads a topic: the first messages’ senders, or the refusal. */
  const reading = async (name: string, group: string, topics: readonly string[]): Promise<readonly string[] | string> => {
    for (;;) {
      const answer = await readingNow(name, group, topics);
      // The broker has just begun to keep the group: it asks to be asked again.
      if (typeof answer !== 'string' || !LATER.has(answer)) return answer;
      await sleep(100);
    }
  };

  const readingNow = async (name: string, group: string, topics: readonly string[]): Promise<readonly string[] | string> => {
    const consumer = client(name).kafka.consumer({ groupId: group, retry: { ...RETRY, restartOnFailure: async () => false } });
    const read = new Set<string>();
    try {
      return await new Promise((resolve, reject) => {
        consumer.on('consumer.crash', ({ payload }) => resolve(codeOf(payload.error)));
        const eachMessage = async ({ message }: { readonly message: { readonly value: Buffer | null } }) => {
          read.add(String(message.value));
          if (read.size === topics.length) resolve([...read].sort());
        };
        consumer
          .connect()
          .then(() => consumer.subscribe({ topics: [...topics], fromBeginning: true }))
          .then(() => consumer.run({ eachMessage, autoCommit: false }))
          .catch((error: unknown) => {
            if (codeOf(error) === 'unknown') reject(error instanceof Error ? error : new Error(String(error)));
            else resolve(codeOf(error));
          });
      });
    } finally {
      await consumer.disconnect();
    }
  };

  it('every service writes all that it tells', async () => {
    const answers = await Promise.all(lanes.map(async (lane) => [lane, await writing(lane.from, laneTopic(PREFIX, lane))] as const));
    expect(answers.filter(([, answer]) => answer !== 'done')).toEqual([]);
  });

  it('every service reads all that it is told, in its own group', async () => {
    for (const node of roster) {
      const from = hears(node, roster);
      const topics = from.map((one) => laneTopic(PREFIX, { from: one, to: node.code }));
      expect([node.code, await reading(node.code, nodeGroup(PREFIX, node.code), topics)]).toEqual([node.code, [...from].sort()]);
    }
  });

  it('no service sees a topic that is not its own: the broker does not name it', async () => {
    for (const { code } of roster) {
      const own = lanes.filter(({ from, to }) => from === code || to === code).map((lane) => laneTopic(PREFIX, lane));
      const seen = (await client(code).admin.listTopics()).filter((topic) => topic.startsWith(`${PREFIX}.`));
      expect([code, seen.sort()]).toEqual([code, own.sort()]);
    }
  });

  it('no service writes what it is only told', async () => {
    const answers = await Promise.all(lanes.map(async (lane) => writing(lane.to, laneTopic(PREFIX, lane))));
    expect(new Set(answers)).toEqual(new Set(['TOPIC_AUTHORIZATION_FAILED']));
  });

  it.each(KINDS.filter((kind) => kind !== 'city'))('%s does not read what it only tells', async (kind) => {
    const told = lanes.find(({ from }) => from === kind);
    if (!told) throw new Error(`${kind} tells nobody`);
    expect(await reading(kind, nodeGroup(PREFIX, kind), [laneTopic(PREFIX, told)])).toBe('TOPIC_AUTHORIZATION_FAILED');
  });

  it.each(KINDS)('%s neither writes nor reads a lane of two others', async (kind) => {
    const strange = lanes.filter(({ from, to }) => from !== kind && to !== kind).map((lane) => laneTopic(PREFIX, lane));
    const answers = new Set<string>();
    for (const topic of strange) answers.add(await writing(kind, topic));
    expect(answers).toEqual(new Set(['TOPIC_AUTHORIZATION_FAILED']));
    expect(await reading(kind, nodeGroup(PREFIX, kind), strange.slice(0, 1))).toBe('TOPIC_AUTHORIZATION_FAILED');
  });

  it.each(KINDS)('%s does not join the group of another', async (kind) => {
    const topics = lanes.filter(({ to }) => to === kind).map((lane) => laneTopic(PREFIX, lane));
    const another = kind === 'police' ? 'office' : 'police';
    const answers = client(kind).answers.splice(0);
    expect(answers).not.toContain('GROUP_AUTHORIZATION_FAILED');
    expect(await reading(kind, nodeGroup(PREFIX, another), topics)).toBe('unknown'); // kafkajs keeps the answer to its log
    expect(client(kind).answers).toContain('GROUP_AUTHORIZATION_FAILED');
  });

  it('a service that asks for a topic which nobody planned does not make it', async () => {
    const topic = laneTopic(PREFIX, { from: 'bank-industry', to: 'bank-farming' });
    expect(await writing('bank-industry', topic)).toBe('TOPIC_AUTHORIZATION_FAILED');
  });
}

interface Client {
  readonly kafka: Kafka;
  /** Of the broker, as the client’s own log has them. */
  readonly answers: string[];
  readonly producer: ReturnType<Kafka['producer']>;
  readonly admin: ReturnType<Kafka['admin']>;
}

function neverConnected(name: string): never {
  throw new Error(`${name} is no node`);
}

const LATER: ReadonlySet<string> = new Set(['GROUP_LOAD_IN_PROGRESS', 'GROUP_COORDINATOR_NOT_AVAILABLE', 'NOT_COORDINATOR_FOR_GROUP']);

async function answerOf(request: Promise<unknown>): Promise<string> {
  try {
    await request;
    return 'done';
  } catch (error) {
    return codeOf(error);
  }
}

/** The name that the protocol gives the broker’s answer. */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'unknown';
  if ('type' in error && typeof error.type === 'string') return error.type;
  return 'cause' in error ? codeOf(error.cause) : 'unknown';
}
