import { type Clock, type Position } from '@interlock/kernel';
import { Registry, collectDefaultMetrics } from 'prom-client';
import { type Nodes } from '../nodes/nodes.ts';
import { peerRefusals } from '../peers/peer-refusal.ts';
import { gauge } from './gauges.ts';
import { laneMetrics } from './lane-metrics.ts';
import { consumerMetrics, nodeMetrics } from './node-metrics.ts';
import { outcomesUnknown } from './outcomes-unknown.ts';
import { type Surroundings, surroundingMetrics } from './surroundings.ts';
import { appendSeconds } from './watch-store.ts';

export interface Metrics {
  /** Prometheus text. */
  text(): Promise<string>;
  readonly contentType: string;
}

export interface MetricsOptions {
  readonly nodes: Nodes;
  readonly clock: Clock;
  /** Open subscriptions’ sockets, by member. */
  readonly clients: ReadonlyMap<string, number>;
  /** Up to which position a node’s log is signed; unset where no tree follows it. */
  sealedThrough?(code: string): Position | undefined;
  /** Broker and certificates, where the process has any. */
  readonly surroundings?: Surroundings;
}

/** What is measured when it is asked for: nothing is kept beside the nodes’ own state. Each is used in infra/, or says why not (infra/README.md). */
export function makeMetrics({ nodes, clients, surroundings = {}, ...options }: MetricsOptions): Metrics {
  const registry = new Registry();
  registry.registerMetric(appendSeconds);
  registry.registerMetric(peerRefusals);
  registry.registerMetric(outcomesUnknown);
  collectDefaultMetrics({ register: registry });
  nodeMetrics(registry, nodes, options);
  consumerMetrics(registry, nodes);
  laneMetrics(registry, nodes, { clock: options.clock, surroundings });
  surroundingMetrics(registry, surroundings);
  gauge(registry, {
    ...{ name: 'interlock_subscription_clients', help: 'Open sockets of a member', labels: ['agency'] },
    collect(set) {
      for (const [agency, open] of clients) set({ agency }, open);
    },
  });
  return { text: () => registry.metrics(), contentType: registry.contentType };
}
