import { type Clock, isInstant, MS_PER_SECOND, msBetween } from '@interlock/kernel';
import { Counter, Gauge, Registry, collectDefaultMetrics } from 'prom-client';
import { type Nodes } from '../nodes/nodes.ts';
import { peerRefusals } from '../peers/peer-refusal.ts';
import { laneStates, nodeStates } from './node-state.ts';
import { outcomesUnknown } from './outcomes-unknown.ts';
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
  /** How many events of a node’s log its signed tree covers; unset where none follows. */
  signedEvents?(code: string): number | undefined;
}

/** What is measured when it is asked for: nothing is kept beside the nodes’ own state. */
export function makeMetrics({ nodes, clock, clients, signedEvents }: MetricsOptions): Metrics {
  const registry = new Registry();
  registry.registerMetric(appendSeconds);
  registry.registerMetric(peerRefusals);
  registry.registerMetric(outcomesUnknown);
  collectDefaultMetrics({ register: registry });
  const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[], collect: (set: SetGauge<Label>) => void) =>
    new Gauge({
      ...{ name, help, labelNames: [...labelNames], registers: [registry] },
      collect() {
        this.reset();
        collect((labels, value) => this.set(labels, value));
      },
    });
  gauge('interlock_log_position', 'Head of each node’s log', ['node'], (set) => {
    for (const { code, position } of nodeStates(nodes)) set({ node: code }, Number(position));
  });
  gauge('interlock_store_trouble', '1 while nothing can be written into a node’s log', ['node'], (set) => {
    for (const { code, storeProblem } of nodeStates(nodes)) set({ node: code }, storeProblem === undefined ? 0 : 1);
  });
  gauge('interlock_chain_verified_position', 'Position up to which the tree of a node’s log is signed', ['node'], (set) => {
    for (const { code } of nodeStates(nodes)) {
      const signed = signedEvents?.(code);
      if (signed !== undefined) set({ node: code }, signed - 1);
    }
  });
  gauge('interlock_projection_lag_events', 'Events that a view, policy or effect has not seen yet', ['node', 'consumer'], (set) => {
    for (const { code, consumers } of nodeStates(nodes))
      for (const { name, lag } of consumers) set({ node: code, consumer: name }, Number(lag));
  });
  consumerMetrics(gauge, registry, nodes);
  gauge('interlock_chase_remaining_seconds', 'Until the next deadline of a node; below 0 it is overdue', ['node'], (set) => {
    for (const { code, nextDue } of nodeStates(nodes))
      if (nextDue !== undefined && isInstant(nextDue)) set({ node: code }, msBetween(clock.now(), nextDue) / MS_PER_SECOND);
  });
  laneGauges(gauge, nodes);
  gauge('interlock_subscription_clients', 'Open sockets of a member', ['agency'], (set) => {
    for (const [agency, open] of clients) set({ agency }, open);
  });
  return { text: () => registry.metrics(), contentType: registry.contentType };
}

type SetGauge<Label extends string> = (labels: Partial<Record<Label, string>>, value: number) => void;
type MakeGauge = <Label extends string>(
  name: string,
  help: string,
  labels: readonly Label[],
  collect: (set: SetGauge<Label>) => void,
) => unknown;

/** What fails now, for how many tries in a row, how often since the start, and what was put aside for a person. */
function consumerMetrics(gauge: MakeGauge, registry: Registry, nodes: Nodes): void {
  gauge('interlock_consumer_trouble', '1 while a view, policy or effect fails', ['node', 'consumer'], (set) => {
    for (const { code, consumers } of nodeStates(nodes))
      for (const { name, problem } of consumers) set({ node: code, consumer: name }, problem === undefined ? 0 : 1);
  });
  gauge('interlock_consumer_attempts', 'Tries in a row that failed; 0 while nothing fails', ['node', 'consumer'], (set) => {
    for (const { code, consumers } of nodeStates(nodes))
      for (const { name, attempts } of consumers) set({ node: code, consumer: name }, attempts);
  });
  gauge(
    'interlock_consumer_failing_streams',
    'Streams whose work an effect tries again and again, while it goes on with all others',
    ['node', 'consumer'],
    (set) => {
      for (const { code, consumers } of nodeStates(nodes))
        for (const { name, streams } of consumers) set({ node: code, consumer: name }, streams.length);
    },
  );
  new Counter({
    name: 'interlock_consumer_failures_total',
    help: 'Tries of a view, policy or effect that failed since the start',
    labelNames: ['node', 'consumer'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { code, consumers } of nodeStates(nodes))
        for (const { name, failures } of consumers) this.inc({ node: code, consumer: name }, failures);
    },
  });
  gauge(
    'interlock_unread_facts',
    'Received facts that are kept and cannot be read here, by the code of the reason',
    ['node', 'from', 'type', 'code'],
    (set) => {
      for (const node of nodes.all())
        for (const { from, type, code, count } of node.unread()) set({ node: node.code, from, type, code }, count);
    },
  );
  gauge('interlock_parked_facts', 'Facts that wait for a person', ['node'], (set) => {
    for (const { code, parked } of nodeStates(nodes)) set({ node: code }, parked);
  });
  gauge(
    'interlock_policy_parked_facts',
    'Facts that wait for a person, by the policy that could not process them',
    ['node', 'policy'],
    (set) => {
      for (const { code, parkedBy } of nodeStates(nodes)) for (const { policy, parked } of parkedBy) set({ node: code, policy }, parked);
    },
  );
}

/** How far each recipient is behind, in facts, and for how long that has been seen. Machine time. */
function laneGauges(gauge: MakeGauge, nodes: Nodes): void {
  const behindSince = new Map<string, number>();
  gauge('interlock_lane_lag_facts', 'Facts sent and not yet received', ['from', 'to'], (set) => {
    for (const { from, to, sent, received } of laneStates(nodes)) set({ from, to }, Math.max(0, sent - received));
  });
  gauge('interlock_member_delivery_lag_seconds', 'For how long a member has not received all that was told', ['agency'], (set) => {
    const longest = new Map<string, number>();
    for (const { from, to, sent, received } of laneStates(nodes)) {
      const lane = `${from}>${to}`;
      if (sent <= received) behindSince.delete(lane);
      else if (!behindSince.has(lane)) behindSince.set(lane, performance.now());
      const seconds = (performance.now() - (behindSince.get(lane) ?? performance.now())) / MS_PER_SECOND;
      longest.set(to, Math.max(longest.get(to) ?? 0, seconds));
    }
    for (const [agency, seconds] of longest) set({ agency }, seconds);
  });
}
