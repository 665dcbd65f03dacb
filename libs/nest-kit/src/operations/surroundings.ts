import { MS_PER_SECOND } from '@interlock/kernel';
import { type Registry } from 'prom-client';
import { counter, gauge } from './gauges.ts';

/** How the transport of a node’s lanes stands, as any exchange over a broker can say it. */
export interface ExchangeStand {
  /** What was last tried with the broker succeeded. */
  readonly isConnected: boolean;
  readonly isReceiving: boolean;
  /** What is wrong now, and is tried again. */
  readonly problems: readonly { readonly place: string; readonly code: string }[];
  /** Messages that were passed over since the start, by reason. */
  readonly passedOver: readonly { readonly topic: string; readonly code: string; readonly count: number }[];
  /** Lanes that end here; messages not acknowledged, undefined until it is known. */
  readonly lanes: readonly { readonly lane: { readonly from: string; readonly to: string }; readonly lag: number | undefined }[];
  /** How often the consumer was built again because it had ended or stood still. */
  readonly rebuilds: number;
}

/** What a process stands on beside its nodes. */
export interface Surroundings {
  /** Of each node whose lanes travel over a broker. */
  readonly exchanges?: ReadonlyMap<string, { state(): ExchangeStand }>;
  /** The certificates that the process shows, by name. */
  readonly certificates?: ReadonlyMap<string, Validity>;
}

export interface Validity {
  readonly validFrom: Date;
  readonly validTo: Date;
}

const DAY_MS = 86_400_000;
/** As the alert CertificateEnding has it: time to have it renewed. */
const ENDING_MS = 14 * DAY_MS;

export interface CertificateFault {
  /** Its name. */
  readonly name: string;
  readonly code: 'CERTIFICATE_EXPIRED' | 'CERTIFICATE_NOT_YET_VALID' | 'CERTIFICATE_ENDING';
  /** When it ends, or begins. */
  readonly at: Date;
}

/** Certificates of the process that are not in force, or will soon not be any more. Machine time. */
export function certificateFaults({ certificates = new Map() }: Surroundings): readonly CertificateFault[] {
  const now = Date.now();
  return [...certificates].flatMap(([name, { validFrom, validTo }]): readonly CertificateFault[] => {
    if (now < validFrom.getTime()) return [{ name, code: 'CERTIFICATE_NOT_YET_VALID', at: validFrom }];
    if (now >= validTo.getTime()) return [{ name, code: 'CERTIFICATE_EXPIRED', at: validTo }];
    return validTo.getTime() - now < ENDING_MS ? [{ name, code: 'CERTIFICATE_ENDING', at: validTo }] : [];
  });
}

type Stands = readonly { readonly node: string; readonly stand: ExchangeStand }[];

export function exchangeStands({ exchanges = new Map() }: Surroundings): Stands {
  return [...exchanges].map(([node, exchange]) => ({ node, stand: exchange.state() }));
}

/** The broker as each node sees it, and the certificates by which others know the process. */
export function surroundingMetrics(registry: Registry, surroundings: Surroundings): void {
  const each = (say: (node: string, stand: ExchangeStand) => void): void => {
    for (const { node, stand } of exchangeStands(surroundings)) say(node, stand);
  };
  gauge(registry, {
    ...{ name: 'interlock_exchange_connected', help: '0 while a node’s last try with the broker failed', labels: ['node'] },
    collect: (set) => each((node, { isConnected }) => set({ node }, isConnected ? 1 : 0)),
  });
  gauge(registry, {
    ...{ name: 'interlock_exchange_receiving', help: '0 while a node has not joined its consumer group', labels: ['node'] },
    collect: (set) => each((node, { isReceiving }) => set({ node }, isReceiving ? 1 : 0)),
  });
  gauge(registry, {
    ...{
      name: 'interlock_exchange_problems',
      help: 'Places (the broker, topics) where something fails now, by code',
      labels: ['node', 'code'],
    },
    collect: (set) =>
      each((node, { problems }) => {
        for (const [code, places] of countedBy(problems, ({ code }) => code)) set({ node, code }, places);
      }),
  });
  counter(registry, {
    name: 'interlock_exchange_passed_over_total',
    help: 'Messages that could not be read or sent and were passed over since the start; the recipient fetches the facts at their numbers',
    labels: ['node', 'topic', 'code'],
    collect: (set) =>
      each((node, { passedOver }) => {
        for (const { topic, code, count } of passedOver) set({ node, topic, code }, count);
      }),
  });
  counter(registry, {
    ...{ name: 'interlock_exchange_rebuilds_total', help: 'Times that a consumer was built again after silence', labels: ['node'] },
    collect: (set) => each((node, { rebuilds }) => set({ node }, rebuilds)),
  });
  gauge(registry, {
    ...{ name: 'interlock_kafka_lag_messages', help: 'Messages of a lane that its recipient has not acknowledged', labels: ['from', 'to'] },
    collect: (set) =>
      each((_node, { lanes }) => {
        for (const { lane, lag } of lanes) if (lag !== undefined) set({ from: lane.from, to: lane.to }, lag);
      }),
  });
  gauge(registry, {
    ...{ name: 'interlock_certificate_expiry_seconds', help: 'Until a certificate of the process ends', labels: ['certificate'] },
    collect(set) {
      for (const [certificate, { validTo }] of surroundings.certificates ?? new Map<string, Validity>())
        set({ certificate }, (validTo.getTime() - Date.now()) / MS_PER_SECOND);
    },
  });
  gauge(registry, {
    ...{ name: 'interlock_certificate_trouble', labels: ['certificate', 'code'] },
    help: '1 while a certificate of the process is over, not yet in force or in its last 14 days, by code',
    collect(set) {
      for (const { name, code } of certificateFaults(surroundings)) set({ certificate: name, code }, 1);
    },
  });
}

function countedBy<One>(all: readonly One[], keyOf: (one: One) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const one of all) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + 1);
  return counts;
}
