import { type Nodes } from '../nodes/nodes.ts';
import { recentStrangers } from '../peers/peer-refusal.ts';
import { laneStates, nodeStates } from './node-state.ts';
import { LAG_EVENTS_MAX, type Readiness, readinessOf } from './readiness.ts';
import { type Surroundings, certificateFaults, exchangeStands } from './surroundings.ts';

/** Something that a person should see to, as the process itself knows it: codes, names and counts only. */
export interface ProcessProblem {
  readonly code: string;
  /** Whose trouble it is: a node, or the name in a certificate. */
  readonly node: string;
  /** What it is about: `broker`, a topic, `lane a → b`, `certificate`, a contract, a policy, a view. */
  readonly place: string;
  /** How many of them, where they are counted. */
  readonly count?: number;
  /** A code, a number or a moment more. */
  readonly detail?: string;
  /** Who told it, where it came over a lane. */
  readonly from?: string;
}

/** What a process answers to whoever asks how it is: `interlock doctor` makes findings of it. */
export interface ProcessProblems extends Pick<Readiness, 'ready'> {
  readonly nodes: readonly string[];
  readonly problems: readonly ProcessProblem[];
}

/** Two minutes: what the rulebook allows between two members (CLOCK_SKEW_MINUTES_MAX), and what the alert takes. */
const SKEW_MS_MAX = 120_000;

/** Everything that stands now, each thing once. */
export function processProblems(nodes: Nodes, isDraining: boolean, surroundings: Surroundings = {}): ProcessProblems {
  const all = [
    ...certificateFaults(surroundings).map(({ name, code, at }) => ({ code, node: name, place: 'certificate', detail: at.toISOString() })),
    ...ofStrangers(),
    ...ofExchanges(surroundings),
    ...ofLanes(nodes, surroundings),
    ...ofNodes(nodes),
    ...ofFacts(nodes),
  ];
  const once = new Map<string, ProcessProblem>();
  for (const one of all) {
    const key = `${one.code} ${one.node} ${one.place}`;
    if (!once.has(key)) once.set(key, one);
  }
  const { ready } = readinessOf(nodes, isDraining, surroundings);
  return { ready, nodes: nodes.all().map(({ code }) => code), problems: [...once.values()] };
}

function ofStrangers(): readonly ProcessProblem[] {
  return recentStrangers().map(({ reason, caller = 'unnamed', lastMs }) => ({
    ...{ code: 'CERTIFICATE_REFUSED', node: caller, place: reason, detail: new Date(lastMs).toISOString() },
  }));
}

function ofExchanges(surroundings: Surroundings): readonly ProcessProblem[] {
  return exchangeStands(surroundings).flatMap(({ node, stand: { isConnected, isReceiving, problems, passedOver } }) => [
    // What the recipient’s own handler threw is told of its lane.
    ...problems
      .filter(({ code }) => !code.startsWith('LANE_'))
      // Every lane meets a broker that is away: it is one trouble.
      .map(({ place, code }) => ({ code, node, place: code.startsWith('BROKER_') ? 'broker' : place })),
    ...(isConnected && !isReceiving && problems.length === 0 ? [{ code: 'GROUP_NOT_JOINED', node, place: 'broker' }] : []),
    ...passedOver.map(({ topic, code, count }) => ({ code, node, place: topic, count })),
  ]);
}

function ofLanes(nodes: Nodes, surroundings: Surroundings): readonly ProcessProblem[] {
  const told = new Set(exchangeStands(surroundings).flatMap(({ node, stand }) => stand.problems.map(({ code }) => `${node} ${code}`)));
  return laneStates(nodes).flatMap(({ from, to, problem, aheadMs = 0 }) => {
    const place = `lane ${from} → ${to}`;
    // A lane that only starts here is its source’s trouble; why nothing reaches the broker is told once for all of its lanes.
    const node = nodes.get(to) === undefined ? from : to;
    const isTold = problem === undefined || (!problem.startsWith('LANE_') && told.has(`${from} ${problem}`));
    const code = problem?.startsWith('LANE_') === true ? problem : 'LANE_FAILING';
    return [
      ...(isTold ? [] : [{ code, node, from, place, detail: problem }]),
      ...(Math.abs(aheadMs) > SKEW_MS_MAX ? [{ code: 'CLOCK_SKEWED', node: to, from, place, detail: String(Math.round(aheadMs)) }] : []),
    ];
  });
}

function ofNodes(nodes: Nodes): readonly ProcessProblem[] {
  const jumped = nodes.all().filter(({ timers }) => timers.suspendedSince() !== undefined);
  return [
    ...jumped.map(({ code: node }) => ({ code: 'CLOCK_JUMPED', node, place: 'clock' })),
    ...nodeStates(nodes).flatMap(({ code: node, storeProblem, consumers }) => [
      ...(storeProblem === undefined ? [] : [{ code: storeProblem, node, place: 'log' }]),
      ...consumers.flatMap(({ name, lag, problem, streams }) => [
        ...(lag > LAG_EVENTS_MAX ? [{ code: 'VIEWS_BEHIND', node, place: name, count: Number(lag) }] : []),
        ...(problem === undefined
          ? []
          : [{ code: 'CONSUMER_FAILING', node, place: name, detail: problem, ...(streams.length > 0 && { count: streams.length }) }]),
      ]),
    ]),
  ];
}

/** What came in and cannot be used: kept in the log, and waiting for a person. */
function ofFacts(nodes: Nodes): readonly ProcessProblem[] {
  return nodes.all().flatMap((node) => [
    ...node.unread().map(({ code, from, type, count }) => ({ code, node: node.code, from, count, place: `${type} of ${from}` })),
    ...node
      .policies()
      .map((policy) => ({ code: 'FACT_PARKED', node: node.code, place: policy.name, count: policy.parked().length }))
      .filter(({ count }) => count > 0),
  ]);
}
