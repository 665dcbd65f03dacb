import { type Clock, isInstant, MS_PER_SECOND, msBetween, type Position } from '@interlock/kernel';
import { type Registry } from 'prom-client';
import { type Nodes } from '../nodes/nodes.ts';
import { counter, gauge } from './gauges.ts';
import { type ConsumerState, nodeStates } from './node-state.ts';

/** Logs, deadlines and clocks of the nodes in this process. */
export function nodeMetrics(
  registry: Registry,
  nodes: Nodes,
  { clock, sealedThrough }: { readonly clock: Clock; sealedThrough?(code: string): Position | undefined },
): void {
  gauge(registry, {
    ...{ name: 'interlock_log_position', help: 'Position of the head of each node’s log', labels: ['node'] },
    collect(set) {
      for (const { code, position } of nodeStates(nodes)) set({ node: code }, Number(position));
    },
  });
  gauge(registry, {
    ...{ name: 'interlock_store_trouble', help: '1 while nothing can be written into a node’s log', labels: ['node'] },
    collect(set) {
      for (const { code, storeProblem } of nodeStates(nodes)) set({ node: code }, storeProblem === undefined ? 0 : 1);
    },
  });
  gauge(registry, {
    ...{ name: 'interlock_chain_verified_position', help: 'Position up to which the tree of a node’s log is signed', labels: ['node'] },
    collect(set) {
      for (const { code } of nodeStates(nodes)) {
        const position = sealedThrough?.(code);
        if (position !== undefined) set({ node: code }, Number(position));
      }
    },
  });
  gauge(registry, {
    ...{ name: 'interlock_chase_remaining_seconds', help: 'Until the next deadline of a node; below 0 it is overdue', labels: ['node'] },
    collect(set) {
      for (const { code, nextDue } of nodeStates(nodes))
        if (nextDue !== undefined && isInstant(nextDue)) set({ node: code }, msBetween(clock.now(), nextDue) / MS_PER_SECOND);
    },
  });
  gauge(registry, {
    ...{ name: 'interlock_clock_suspended', help: '1 while a jump of its clock keeps a node from recording deadlines', labels: ['node'] },
    collect(set) {
      for (const { code, timers } of nodes.all()) set({ node: code }, timers.suspendedSince() === undefined ? 0 : 1);
    },
  });
}

/** What fails now, for how many tries in a row, how often since the start, and what was put aside for a person. */
export function consumerMetrics(registry: Registry, nodes: Nodes): void {
  const each = (say: (at: { readonly node: string; readonly consumer: string }, consumer: ConsumerState) => void): void => {
    for (const { code, consumers } of nodeStates(nodes)) for (const one of consumers) say({ node: code, consumer: one.name }, one);
  };
  const labels = ['node', 'consumer'] as const;
  gauge(registry, {
    ...{ name: 'interlock_projection_lag_events', help: 'Events that a view, policy or effect has not seen yet', labels },
    collect: (set) => each((at, { lag }) => set(at, Number(lag))),
  });
  gauge(registry, {
    ...{ name: 'interlock_consumer_trouble', help: '1 while a view, policy or effect fails', labels },
    collect: (set) => each((at, { problem }) => set(at, problem === undefined ? 0 : 1)),
  });
  gauge(registry, {
    ...{ name: 'interlock_consumer_attempts', help: 'Tries in a row that failed; 0 while nothing fails', labels },
    collect: (set) => each((at, { attempts }) => set(at, attempts)),
  });
  gauge(registry, {
    ...{ name: 'interlock_consumer_failing_streams', labels },
    help: 'Streams whose work an effect tries again and again, while it goes on with all others',
    collect: (set) => each((at, { streams }) => set(at, streams.length)),
  });
  counter(registry, {
    ...{ name: 'interlock_consumer_failures_total', help: 'Tries of a view, policy or effect that failed since the start', labels },
    collect: (set) => each((at, { failures }) => set(at, failures)),
  });
  gauge(registry, {
    ...{ name: 'interlock_parked_facts', help: 'Facts that wait for a person', labels: ['node'] },
    collect(set) {
      for (const { code, parked } of nodeStates(nodes)) set({ node: code }, parked);
    },
  });
  gauge(registry, {
    ...{
      name: 'interlock_unread_facts',
      help: 'Received facts that are kept and cannot be read here, by the code of the reason',
      labels: ['node', 'from', 'type', 'code'],
    },
    collect(set) {
      for (const node of nodes.all())
        for (const { from, type, code, count } of node.unread()) set({ node: node.code, from, type, code }, count);
    },
  });
  gauge(registry, {
    ...{ name: 'interlock_policy_parked_facts', labels: ['node', 'policy'] },
    help: 'Facts that wait for a person, by the policy that could not process them',
    collect(set) {
      for (const { code, parkedBy } of nodeStates(nodes)) for (const { policy, parked } of parkedBy) set({ node: code, policy }, parked);
    },
  });
}
