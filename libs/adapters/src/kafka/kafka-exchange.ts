import { setTimeout as delay } from 'node:timers/promises';
import { type Exchange, type Lane, type Trouble } from '@interlock/kernel';
import { type ProcessCertificate } from '../certificates/demo-certificates.ts';
import { type OwnCertificate, watchCertificate } from './certificate-watch.ts';
import { BROKER, type ExchangeHealth, type PassedOver, type StandingProblem, createHealth } from './exchange-health.ts';
import { type KafkaClient, type KafkaClientOptions } from './kafka-client.ts';
import { type LaneDelivery, makeLaneDelivery } from './lane-delivery.ts';
import { type LaneOutbox, makeLaneOutbox } from './lane-outbox.ts';
import { makePause } from './pause.ts';
import { type Reception, makeReception } from './reception.ts';
import { type ReceptionTimes } from './reception-round.ts';
import { laneTopic, nodeGroup } from './topic-names.ts';

export type KafkaClientName = 'kafkajs' | 'platformatic';

export interface KafkaExchangeOptions {
  /** `host:port`, any of the cluster’s. */
  readonly brokers: readonly string[];
  /** The node’s own: its principal at the broker. Unset for a broker that asks for none. */
  readonly certificate?: ProcessCertificate;
  /** Whose ends of the lanes these are. */
  readonly node: string;
  /** First word of all topics and groups; `interlock` unless named. */
  readonly prefix?: string;
  /** `kafkajs` unless named (ADR 0013). */
  readonly client?: KafkaClientName;
  /** What goes wrong, each time it is tried again; codes of kafka-error.ts. */
  report(trouble: Trouble): void;
  readonly times?: Partial<KafkaExchangeTimes>;
  /** Largest message that is sent or read; the topics take 2 MB. */
  readonly messageBytesMax?: number;
}

/** All in milliseconds of machine time. */
export interface KafkaExchangeTimes extends ReceptionTimes {
  readonly sessionMs: number;
  readonly heartbeatMs: number;
  readonly rebalanceMs: number;
  /** How long one batch is tried before its sender hears that it failed, and sends it again. */
  readonly patienceMs: number;
}

/** How a node’s exchange stands: for readiness, `doctor` and metrics. */
export interface KafkaExchangeState {
  /** What was last tried with the broker succeeded; true before anything was. */
  readonly isConnected: boolean;
  /** The consumer group is joined; true when nothing is to be received. */
  readonly isReceiving: boolean;
  readonly problems: readonly StandingProblem[];
  readonly passedOver: readonly PassedOver[];
  /** Lanes that end here; messages that the recipient has not acknowledged, undefined until it is known. */
  readonly lanes: readonly { readonly lane: Lane; readonly topic: string; readonly lag: number | undefined }[];
  /** How often the consumer was built again because it had ended or stood still. */
  readonly rebuilds: number;
}

export interface KafkaExchange extends Exchange {
  state(): KafkaExchangeState;
}

/**
 * Works again within ten seconds of losing any one broker of three: the brokers need four of them to elect others, the silence of kafkajs is
 * noticed after two and a half, and the group goes on without its lost member one and a half later.
 */
const TIMES: Omit<KafkaExchangeTimes, 'silenceMs'> = {
  sessionMs: 6_000,
  heartbeatMs: 1_000,
  rebalanceMs: 1_500,
  patienceMs: 10_000,
  gatherMs: 50,
  joinMs: 10_000,
  stuckMs: 6_000,
  lookMs: 250,
  lagMs: 3_000,
  topicMs: 3_000,
};
const GOODBYE_MS = 3_000;
/** The topics take 2 MB (`max.message.bytes`), their own overhead included. */
const MESSAGE_BYTES_MAX = 2 * 1_048_576 - 16_384;
const REQUEST_BYTES_MAX = 1_048_576;
const CLOSED = 'The exchange is closed';

/**
 * One node’s ends of its lanes on Kafka. Opening does not fail: a broker that is not there is waited for, and `state` says so. Sending
 * resolves when all replicas in sync have the batch; what is received is acknowledged when the recipient’s handler has resolved.
 */
export async function openKafkaExchange(options: KafkaExchangeOptions): Promise<KafkaExchange> {
  const { node, prefix = 'interlock', messageBytesMax = MESSAGE_BYTES_MAX } = options;
  const client = await openClient(options, { ...TIMES, ...options.times });
  const times = { ...TIMES, silenceMs: client.silenceMs, ...options.times };
  const health = createHealth(node, options.report);
  const pause = makePause();
  const outboxes = new Map<string, LaneOutbox>();
  const deliveries = new Map<string, LaneDelivery>();
  const reception = makeReception({ client, health, times, group: nodeGroup(prefix, node), deliveries: () => [...deliveries.values()] });
  const certificate = watchCertificate(options.certificate?.cert);
  const unfit = certificate.problem();
  if (unfit) health.noted(BROKER, unfit.code, unfit.message);

  const outboxOf = (lane: Lane): LaneOutbox => {
    const topic = laneTopic(prefix, lane);
    const known = outboxes.get(topic);
    if (known) return known;
    const { patienceMs } = times;
    const requestBytesMax = Math.min(REQUEST_BYTES_MAX, messageBytesMax);
    const outbox = makeLaneOutbox({ lane, topic, client, health, pause, messageBytesMax, requestBytesMax, patienceMs });
    outboxes.set(topic, outbox);
    return outbox;
  };
  const refuseClosed = (): void => {
    if (pause.isEnded()) throw new Error(CLOSED);
  };
  return {
    async send(lane, batch) {
      refuseClosed();
      await outboxOf(lane).send(batch);
    },
    // What the broker has of a lane may be of an epoch before, or of another store: it cannot be told from here.
    sentThrough: () => Promise.resolve(undefined),
    async receive(lane, handler) {
      refuseClosed();
      await Promise.resolve();
      const topic = laneTopic(prefix, lane);
      const known = deliveries.get(topic);
      const delivery = known ?? makeLaneDelivery({ ...deliveryOptions(lane, topic, reception), health, messageBytesMax });
      deliveries.set(topic, delivery);
      if (!delivery.isWanted()) reception.renew();
      return delivery.add(handler);
    },
    state: () => stateOf({ health, certificate, reception, deliveries }),
    async close() {
      if (pause.isEnded()) return;
      pause.end();
      // A broker that hangs answers nobody who says goodbye: what it did not hear is repeated after the next start.
      const atMost = (work: Promise<unknown>): Promise<unknown> => Promise.race([work, delay(GOODBYE_MS, undefined, { ref: false })]);
      await atMost(reception.close());
      await atMost(Promise.all([...outboxes.values()].map((outbox) => outbox.close())));
      await atMost(client.close());
    },
  };
}

async function openClient({ brokers, certificate, node, client }: KafkaExchangeOptions, times: typeof TIMES): Promise<KafkaClient> {
  const { sessionMs, heartbeatMs, rebalanceMs } = times;
  const settings: KafkaClientOptions = {
    brokers,
    clientId: `interlock-${node}`,
    ...(certificate && { certificate }),
    sessionMs,
    heartbeatMs,
    rebalanceMs,
  };
  // Both are large: only the one that is asked for is loaded.
  if (client !== 'platformatic') return (await import('./kafkajs-client.ts')).makeKafkajsClient(settings);
  return (await import('./platformatic/platformatic-client.ts')).makePlatformaticClient(settings);
}

function deliveryOptions(lane: Lane, topic: string, reception: Reception) {
  return {
    lane,
    topic,
    handled: (offset: bigint): void => {
      reception.handled(topic, offset);
    },
    flow: (isOpen: boolean): void => {
      reception.flow(topic, isOpen);
    },
    flush: reception.flush,
  };
}

interface Parts {
  readonly health: ExchangeHealth;
  readonly certificate: OwnCertificate;
  readonly reception: Reception;
  readonly deliveries: ReadonlyMap<string, LaneDelivery>;
}

const OF_THE_BROKER: readonly string[] = [
  'BROKER_UNREACHABLE',
  'BROKER_CREDENTIALS_REFUSED',
  'CERTIFICATE_EXPIRED',
  'CERTIFICATE_NOT_YET_VALID',
];

function stateOf({ health, certificate, reception, deliveries }: Parts): KafkaExchangeState {
  const unfit = certificate.problem();
  const problems = [...(unfit ? [unfit] : []), ...health.standing()];
  const wanted = [...deliveries.values()].filter((delivery) => delivery.isWanted());
  return {
    isConnected: !problems.some(({ code }) => OF_THE_BROKER.includes(code)),
    isReceiving: wanted.length === 0 || reception.isJoined(),
    problems,
    passedOver: health.allPassedOver(),
    lanes: wanted.map(({ lane, topic }) => ({ lane, topic, lag: reception.lag(topic) })),
    rebuilds: reception.rebuilds(),
  };
}
