import { type Admin, logLevel } from 'kafkajs';
import { type Lane, type Trouble } from '@interlock/kernel';
import { makeDemoCertificates, readCertificate } from '../certificates/demo-certificates.ts';
import { type RunningKafka, startKafka } from '../kafka-broker/start-kafka.ts';
import { type KafkaClientName, type KafkaExchange, openKafkaExchange } from '../kafka/kafka-exchange.ts';
import { applyTopics } from '../kafka-topics/apply-topics.ts';
import { makeKafka } from '../kafka/make-kafka.ts';
import { nodeGroup } from '../kafka/topic-names.ts';
import { type ClusterPlaces, makeLedTopics, patiently, placesOf, untilInSync } from './broker-places.ts';
import { planLanes } from './plan-lanes.ts';
import { type LaneTraffic, startTraffic } from './lane-traffic.ts';

export interface BrokerCampaign {
  /** Of the brokers’ data and of certificates; whoever made it removes it. */
  readonly folder: string;
  /** Three that run already, with the folder’s certificates; whoever started them stops them. Unless named, they are started and stopped. */
  readonly on?: RunningKafka;
  readonly client: KafkaClientName;
  readonly kills: number;
  /** Which broker is killed: the one that the group is coordinated by, or the leader of a lane; in turn unless named. */
  readonly victims?: 'coordinator' | 'leader';
  /** The last one killed stays away. */
  readonly endsWithTwo?: boolean;
  readonly progress?: (kill: BrokerKill) => void;
}

/** What the loss of one broker of three cost. */
export interface BrokerKill {
  readonly broker: number;
  readonly wasCoordinator: boolean;
  readonly lanesLed: number;
  /** Longest time between two acknowledged batches of a lane. */
  readonly sendGapMs: number;
  /** Longest time between two facts that were new to the recipient, on any lane. */
  readonly gapMs: number;
  /** Facts that came again. */
  readonly repeated: number;
}

export interface BrokerReport {
  readonly client: KafkaClientName;
  readonly kills: readonly BrokerKill[];
  readonly facts: number;
  /** What the exchanges told, by code. */
  readonly told: Readonly<Record<string, number>>;
  /** Empty when every fact arrived, in order. */
  readonly broken: readonly string[];
}

const PREFIX = 'campaign';
const RECIPIENT = 'bank-red';
const SOURCES = ['police', 'office', 'city'] as const;
/** Traffic flows for that long before a broker is killed, and after. */
const BEFORE_MS = 1_500;
const AFTER_MS = 4_000;
/** A lane that has not moved by then is broken, whatever it does later. */
const RECOVERY_MS_MAX = 60_000;

/** Kills one of three brokers again and again while three lanes, each first led by another broker, run to one recipient. */
export async function runBrokerCampaign(campaign: BrokerCampaign): Promise<BrokerReport> {
  const certificates = brokerCertificates(campaign.folder);
  await makeDemoCertificates({ folder: certificates, names: [...SOURCES, RECIPIENT] });
  const kafka = campaign.on ?? (await startKafka({ folder: `${campaign.folder}/kafka`, brokers: 3, certificates }));
  const admin = administratorOf(kafka, certificates);
  const told: Record<string, number> = {};
  const report = ({ code = 'UNEXPECTED' }: Trouble): void => {
    told[code] = (told[code] ?? 0) + 1;
  };
  const exchanges: KafkaExchange[] = [];
  const open = async (node: string): Promise<KafkaExchange> => {
    const certificate = readCertificate(certificates, node);
    const exchange = await openKafkaExchange({
      brokers: kafka.bootstrap,
      certificate,
      node,
      prefix: PREFIX,
      client: campaign.client,
      report,
    });
    exchanges.push(exchange);
    return exchange;
  };
  try {
    await admin.connect();
    const lanes = SOURCES.map((from): Lane => ({ from, to: RECIPIENT }));
    const certificate = readCertificate(certificates, 'kafka-admin');
    await makeLedTopics(admin, PREFIX, lanes);
    await patiently(() =>
      applyTopics({ brokers: kafka.bootstrap, certificate, plan: planLanes({ prefix: PREFIX, lanes, replication: 3 }) }),
    );
    const recipient = await open(RECIPIENT);
    const traffic: LaneTraffic[] = [];
    for (const lane of lanes) traffic.push(await startTraffic({ lane, source: await open(lane.from), recipient }));
    const kills: BrokerKill[] = [];
    for (let number = 0; number < campaign.kills; number += 1) {
      const kill = await killOne({ admin, kafka, traffic }, campaign.victims ?? (number % 2 === 0 ? 'coordinator' : 'leader'), number);
      kills.push(kill);
      campaign.progress?.(kill);
      if (number < campaign.kills - 1 || !campaign.endsWithTwo) await kafka.nodes[kill.broker - 1]?.restart();
    }
    const ends = await Promise.all(traffic.map((one) => one.end(RECOVERY_MS_MAX)));
    const facts = ends.reduce((sum, { sent }) => sum + sent, 0);
    return { client: campaign.client, kills, facts, told, broken: ends.flatMap(({ broken }) => broken) };
  } finally {
    await Promise.all(exchanges.map((exchange) => exchange.close()));
    await admin.disconnect();
    if (!campaign.on) await kafka.stop();
  }
}

/** Where those of the campaign lie. */
export function brokerCertificates(folder: string): string {
  return `${folder}/certificates`;
}

function administratorOf(kafka: RunningKafka, certificates: string): Admin {
  const { ca, cert, key } = readCertificate(certificates, 'kafka-admin');
  const ssl = { ca: [ca], cert, key };
  return makeKafka({ clientId: 'campaign', brokers: [...kafka.bootstrap], ssl, logLevel: logLevel.NOTHING }).admin();
}

interface Scene {
  readonly admin: Admin;
  readonly kafka: RunningKafka;
  readonly traffic: readonly LaneTraffic[];
}

async function killOne({ admin, kafka, traffic }: Scene, victims: 'coordinator' | 'leader', number: number): Promise<BrokerKill> {
  const lanes = traffic.map(({ lane }) => lane);
  const group = nodeGroup(PREFIX, RECIPIENT);
  await untilInSync(admin, PREFIX, lanes, group);
  for (const one of traffic) await one.flowsFor(BEFORE_MS, RECOVERY_MS_MAX);
  const places = await placesOf(admin, PREFIX, lanes, group);
  const broker = victimOf(places, victims, number);
  for (const one of traffic) one.begin();
  const node = kafka.nodes[broker - 1];
  if (!node) throw new Error(`There is no broker ${String(broker)}`);
  await node.kill('SIGKILL');
  for (const one of traffic) await one.flowsFor(AFTER_MS, RECOVERY_MS_MAX);
  const seen = traffic.map((one) => one.seen());
  return {
    broker,
    wasCoordinator: places.coordinator === broker,
    lanesLed: places.leaders.filter((leader) => leader === broker).length,
    sendGapMs: Math.round(Math.max(...seen.map((one) => one.sendGapMs))),
    gapMs: Math.round(Math.max(...seen.map((one) => one.gapMs))),
    repeated: seen.reduce((sum, one) => sum + one.repeated, 0),
  };
}

/** The coordinator, or a leader of a lane that is not. */
function victimOf({ coordinator, leaders }: ClusterPlaces, victims: 'coordinator' | 'leader', number: number): number {
  const others = leaders.filter((leader) => leader !== coordinator);
  return victims === 'coordinator' ? coordinator : (others[number % others.length] ?? coordinator);
}
