import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type KafkaExchange,
  type KafkaExchangeOptions,
  type TestBroker,
  type TopicPlan,
  applyTopics,
  freePorts,
  laneTopic,
  makeDemoCertificates,
  makeHttpTransport,
  openKafkaExchange,
  readCertificate,
  sharedBroker,
} from '@interlock/adapters';
import { planTopics, rosterOf, serveProbes, systemClock } from '@interlock/hosting';
import { type AskedProcesses, askProcesses } from '@interlock/interlock';
import { type Lane, type LaneBatch, plusMs } from '@interlock/kernel';
import { type Nodes, type Surroundings, memoryIssuers } from '@interlock/nest-kit';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { Kafka, logLevel } from 'kafkajs';
import { fact, send, speakingHouse, withHouses } from '../machinery/bad-facts.suite.ts';
import { openPeerHouses } from '../peers/peer-houses.suite.ts';
import { type HouseParts, type Houses, houseNode, makeParts, must, startHouses } from '../machinery/two-houses.suite.ts';

const folder = mkdtempSync(join(tmpdir(), 'interlock-doctor-asks-'));
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const NOBODY: Nodes = { get: () => undefined, all: () => [] };
const LANE: Lane = { from: 'police', to: 'bank-industry' };
const TWO_MB = 2 * 1_048_576;

/** What a process tells on its real probe port: to `doctor`, and to Prometheus. */
interface Told extends AskedProcesses {
  readonly metrics: string;
}

/** A process with these nodes and surroundings, asked as people ask it. */
async function toldBy({ nodes = NOBODY, ...surroundings }: Surroundings & { readonly nodes?: Nodes }): Promise<Told> {
  const served = await serveProbes({
    ...{ nodes, surroundings, clock: systemClock, issuers: memoryIssuers([]).issuers, sealedThrough: () => undefined },
    config: { host: '127.0.0.1', port: 0 },
  });
  closing.push(() => served.close());
  const asked = await askProcesses([{ name: 'bank', url: served.url }]);
  return { ...asked, metrics: await (await fetch(`${served.url}/metrics`)).text() };
}

/** Asked until it tells that: what goes on between a node and its broker takes its time. */
async function untilTold(code: string, ask: () => Promise<Told>): Promise<Told> {
  for (;;) {
    const told = await ask();
    if (told.findings.some((one) => one.code === code)) return told;
    await sleep(50);
  }
}

async function opened(
  node: string,
  options: Partial<KafkaExchangeOptions> & { readonly brokers: readonly string[] },
): Promise<KafkaExchange> {
  const times = { gatherMs: 5, topicMs: 200, lagMs: 100, patienceMs: 200 };
  const exchange = await openKafkaExchange({ ...options, node, times, report: () => undefined });
  closing.push(() => exchange.close());
  return exchange;
}

const toldByExchange = (code: string, node: string, exchange: KafkaExchange): Promise<Told> =>
  untilTold(code, () => toldBy({ exchanges: new Map([[node, exchange]]) }));

const nobodyAt = async (): Promise<string> => `127.0.0.1:${String((await freePorts(1))[0])}`;

function batchOf(text: string): LaneBatch {
  const one = fact(0, { text });
  return { facts: [one], watermark: { storeId: 'store-one', position: '0', revision: 0 } };
}

type Case = readonly [input: string, code: string, measure: RegExp, tell: () => Promise<Told>];

const WITHOUT_BROKER: readonly Case[] = [
  [
    'no broker at the start',
    'BROKER_UNREACHABLE',
    /^interlock_exchange_problems\{node="bank-industry",code="BROKER_UNREACHABLE"\} [1-9]/m,
    async () => {
      const bank = await opened('bank-industry', { brokers: [await nobodyAt()] });
      await bank.receive(LANE, () => Promise.resolve());
      return toldByExchange('BROKER_UNREACHABLE', 'bank-industry', bank);
    },
  ],
  [
    'a message of 2 MB that is told',
    'MESSAGE_TOO_LARGE',
    /^interlock_exchange_passed_over_total\{node="police",topic="interlock\.lane\.police\.bank-industry",code="MESSAGE_TOO_LARGE"\} 1$/m,
    async () => {
      const police = await opened('police', { brokers: [await nobodyAt()] });
      police.send(LANE, batchOf('x'.repeat(TWO_MB))).catch(() => undefined);
      return toldByExchange('MESSAGE_TOO_LARGE', 'police', police);
    },
  ],
  [
    'a message of 2 MB that comes',
    'LANE_FACT_UNFIT',
    /^interlock_lane_trouble\{from="north",to="south",code="LANE_FACT_UNFIT"\} 1$/m,
    () => bySouthAlone((parts) => send(parts, [fact(0, { letter: 'x', words: 'x'.repeat(TWO_MB) })])),
  ],
  [
    'another version of a contract',
    'CONTRACT_UNKNOWN_VERSION',
    /^interlock_unread_facts\{node="south",from="north",type="house\.letter-sent\.v2",code="CONTRACT_UNKNOWN_VERSION"\} 1$/m,
    () => byHouses((parts) => send(parts, [fact(1, { letter: 'x' }, { type: 'house.letter-sent.v2' })])),
  ],
  [
    'a fact that does not fit its contract',
    'FACT_UNREADABLE',
    /^interlock_unread_facts\{node="south",.*code="FACT_UNREADABLE"\} 1$/m,
    () => byHouses((parts) => send(parts, [fact(1, { letter: 'x' })])),
  ],
  [
    'a fact in another one’s name, as of another bank’s account',
    'FACT_OF_ANOTHER',
    /^interlock_unread_facts\{node="south",.*code="FACT_OF_ANOTHER"\} 1$/m,
    () => byHouses((parts) => send(parts, [fact(1, { letter: 'x', words: 'hello', house: 'east' })]), speakingHouse),
  ],
  [
    'a number out of turn whose source does not answer',
    'LANE_GAP',
    /^interlock_lane_trouble\{from="north",to="south",code="LANE_GAP"\} 1$/m,
    () => bySouthAlone((parts) => send(parts, [fact(4, { letter: 'x', words: 'hello' })])),
  ],
  [
    'a clock that is wrong by ten minutes',
    'CLOCK_SKEWED',
    /^interlock_clock_skew_seconds\{node="north",peer="south"\} 600$/m,
    () =>
      byHouses((parts) => {
        const watermark = { storeId: 's', position: '0', revision: -1, sentAt: plusMs(parts.clock.now(), 600_000) };
        return parts.exchange.send({ from: 'south', to: 'north' }, { facts: [], watermark });
      }),
  ],
  [
    'another node’s certificate',
    'CERTIFICATE_REFUSED',
    /^interlock_peer_refusals_total\{code="CERTIFICATE_REFUSED",reason="OTHER_NAME",caller="south"\} 1$/m,
    async () => {
      const houses = await openPeerHouses();
      closing.push(() => houses.stop());
      const transport = makeHttpTransport({ client: houses.as('south'), clock: systemClock });
      const answer = await transport.command('north', await houses.request('north', 'hello', '0190a1b2-0000-7000-8000-000000000001'));
      expect(answer).toMatchObject({ ok: false, errors: [{ code: 'CERTIFICATE_REFUSED' }] });
      return toldBy({});
    },
  ],
  ...certificateCases([
    ['over', 'CERTIFICATE_EXPIRED', -2, -1],
    ['not yet in force', 'CERTIFICATE_NOT_YET_VALID', 1, 30],
    ['in its last fortnight', 'CERTIFICATE_ENDING', -1, 13],
  ]),
];

function certificateCases(given: readonly (readonly [string, string, number, number])[]): readonly Case[] {
  return given.map(([how, code, fromDays, toDays]) => [
    `a certificate that is ${how}`,
    code,
    new RegExp(`^interlock_certificate_trouble\\{certificate="police",code="${code}"\\} 1$`, 'm'),
    async () => {
      const day = (count: number): Date => new Date(Date.now() + count * 86_400_000);
      await makeDemoCertificates({ folder, names: ['police'], notBefore: day(fromDays), notAfter: day(toDays) });
      const certificate = readCertificate(folder, 'police');
      const { validFromDate, validToDate } = new X509Certificate(certificate.cert);
      const exchange = await opened('police', { brokers: [await nobodyAt()], certificate });
      const certificates = new Map([['police', { validFrom: validFromDate, validTo: validToDate }]]);
      return toldBy({ exchanges: new Map([['police', exchange]]), certificates });
    },
  ]);
}

async function byHouses(harm: (parts: HouseParts) => Promise<void>, definition = houseNode): Promise<Told> {
  let told: Told | undefined;
  await withHouses(async (houses, parts) => {
    await harm(parts);
    await houses.node('south').settled();
    told = await toldByHouses(houses);
  }, definition);
  return must(told);
}

/** The north is not there: what it told last stays what it told. */
async function bySouthAlone(harm: (parts: HouseParts) => Promise<void>): Promise<Told> {
  const all = makeParts(['north', 'south']);
  const parts = { ...all, stores: new Map([['south', must(all.stores.get('south'))]]) };
  const source = { fetch: () => Promise.reject(new Error('north is down')) };
  const houses = await startHouses(parts, houseNode, { hears: ['north'], source });
  closing.push(() => houses.stop());
  await harm(parts).catch(() => undefined);
  return toldByHouses(houses);
}

function toldByHouses({ nodes }: Houses): Promise<Told> {
  return toldBy({ nodes: { get: (code) => nodes.get(code), all: () => [...nodes.values()] } });
}

const shared = await sharedBroker();
const LANES = rosterOf([
  { code: 'police', kind: 'police' },
  { code: 'bank-industry', kind: 'bank' },
]);

const onBroker = (broker: TestBroker): readonly Case[] => [
  [
    'a certificate of another authority',
    'BROKER_CREDENTIALS_REFUSED',
    /^interlock_exchange_problems\{node="police",code="BROKER_CREDENTIALS_REFUSED"\} [1-9]/m,
    async () => {
      await makeDemoCertificates({ folder, names: ['police'] });
      const { ca } = await broker.certificateOf('police');
      const police = await opened('police', { brokers: broker.brokers, certificate: { ...readCertificate(folder, 'police'), ca } });
      await police.receive({ from: 'bank-industry', to: 'police' }, () => Promise.resolve());
      return toldByExchange('BROKER_CREDENTIALS_REFUSED', 'police', police);
    },
  ],
  [
    'a topic that nobody has made',
    'TOPIC_UNKNOWN',
    /^interlock_exchange_problems\{node="bank-industry",code="TOPIC_UNKNOWN"\} 1$/m,
    async () => {
      const bank = await hearing(broker, 'doctor-topic', 'bank-industry', { topics: [] });
      return toldByExchange('TOPIC_UNKNOWN', 'bank-industry', bank);
    },
  ],
  [
    'a topic of others',
    'TOPIC_REFUSED',
    /^interlock_exchange_problems\{node="city",code="TOPIC_REFUSED"\} 1$/m,
    async () => toldByExchange('TOPIC_REFUSED', 'city', await hearing(broker, 'doctor-right', 'city')),
  ],
  [
    'a message that is no CloudEvent',
    'MESSAGE_UNREADABLE',
    /^interlock_exchange_passed_over_total\{node="bank-industry",topic="doctor-message\.lane\.police\.bank-industry",code="MESSAGE_UNREADABLE"\} 1$/m,
    async () => {
      const bank = await hearing(broker, 'doctor-message', 'bank-industry');
      const { ca, cert, key } = readCertificate(broker.certificates, 'kafka-admin');
      const producer = new Kafka({ brokers: [...broker.brokers], ssl: { ca: [ca], cert, key }, logLevel: logLevel.NOTHING }).producer();
      await producer.connect();
      await producer.send({ topic: laneTopic('doctor-message', LANE), messages: [{ value: 'hello' }] });
      await producer.disconnect();
      return toldByExchange('MESSAGE_UNREADABLE', 'bank-industry', bank);
    },
  ],
];

/** A node that hears the lane from police to the bank, whether it may or not. */
async function hearing(broker: TestBroker, prefix: string, node: string, more: Partial<TopicPlan> = {}): Promise<KafkaExchange> {
  const plan = { ...planTopics(LANES, { prefix, replication: 1, retentionHours: 1 }), ...more };
  const { brokers, certificates } = broker;
  await applyTopics({ brokers, certificate: readCertificate(certificates, 'kafka-admin'), plan });
  const exchange = await opened(node, { brokers, prefix, certificate: await broker.certificateOf(node) });
  await exchange.receive(LANE, () => Promise.resolve());
  return exchange;
}

describe('bad input is a coded state that `interlock doctor` finds at the process, and Prometheus measures', () => {
  it.each(WITHOUT_BROKER)('%s: %s', async (_, code, measure, tell) => {
    expectTold(await tell(), code, measure);
  });

  if ('skipped' in shared) it.skip(`at a real broker (skipped: ${shared.skipped})`, () => undefined);
  else
    it.each(onBroker(shared))('%s: %s', async (_, code, measure, tell) => {
      expectTold(await tell(), code, measure);
    });
});

function expectTold({ findings, metrics }: Told, code: string, measure: RegExp): void {
  const found = findings.filter((one) => one.code === code);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ process: 'bank', message: expect.stringMatching(/.{20}/), todo: expect.stringMatching(/.{20}/) });
  expect(metrics).toMatch(measure);
}
