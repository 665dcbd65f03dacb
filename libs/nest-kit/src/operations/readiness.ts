import { type Nodes } from '../nodes/nodes.ts';
import { laneStates, nodeStates } from './node-state.ts';
import { type Surroundings, exchangeStands } from './surroundings.ts';

/** Further behind than this, what people read is too old to act on. */
export const LAG_EVENTS_MAX = 1_000n;

export interface Readiness {
  readonly ready: boolean;
  /** What is in the way, then what fails for some streams only and keeps nothing else from going on; one line each, codes only. */
  readonly problems: readonly string[];
}

/** Takes requests: every log can be written, the broker answers, nothing fails as a whole, nothing is far behind, nobody asked it to stop. */
export function readinessOf(nodes: Nodes, isDraining: boolean, surroundings: Surroundings = {}): Readiness {
  const inTheWay = [
    ...(isDraining ? ['stopping'] : []),
    ...nodeStates(nodes).flatMap(({ code, storeProblem, consumers }) => [
      ...(storeProblem === undefined ? [] : [`${code} cannot write its log: ${storeProblem}`]),
      ...consumers.flatMap(({ name, lag, problem, streams }) => [
        ...(problem === undefined || streams.length > 0 ? [] : [`${code} ${name} fails`]),
        ...(lag > LAG_EVENTS_MAX ? [`${code} ${name} is ${String(lag)} behind`] : []),
      ]),
    ]),
    ...brokerProblems(surroundings),
    ...laneStates(nodes).flatMap(({ from, to, problem }) => (problem === undefined ? [] : [`lane ${from} → ${to} fails`])),
  ];
  const inPart = nodeStates(nodes).flatMap(({ code, consumers }) =>
    consumers.flatMap(({ name, problem, streams }) =>
      problem === undefined || streams.length === 0
        ? []
        : [`${code} ${name} fails for ${String(streams.length)} of its streams: ${problem}`],
    ),
  );
  return { ready: inTheWay.length === 0, problems: [...inTheWay, ...inPart] };
}

/** What is told meanwhile waits in the node’s log and is sent later; who asks is told that nothing goes on to others now. */
function brokerProblems(surroundings: Surroundings): readonly string[] {
  return exchangeStands(surroundings).flatMap(({ node, stand: { isConnected, isReceiving, problems } }) => {
    if (isConnected && isReceiving) return [];
    const codes = [...new Set(problems.map(({ code }) => code))];
    return [
      `${node} ${isConnected ? 'has not joined its group' : 'does not reach the broker'}${codes.length > 0 ? `: ${codes.join(', ')}` : ''}`,
    ];
  });
}

/** Readiness and what it was judged by: for a person, or a script that looks closer. */
export interface Health extends Readiness {
  readonly nodes: readonly {
    readonly node: string;
    readonly kind: string;
    /** Last event of its log; -1 while there is none. */
    readonly position: number;
    readonly lagEvents: number;
    readonly parkedFacts: number;
    readonly nextDue: string | null;
  }[];
  readonly lanes: { readonly all: number; readonly behind: number };
}

export function healthOf(nodes: Nodes, isDraining: boolean, surroundings: Surroundings = {}): Health {
  const lanes = laneStates(nodes);
  return {
    ...readinessOf(nodes, isDraining, surroundings),
    nodes: nodeStates(nodes).map(({ code, kind, position, lag, parked, nextDue }) => ({
      ...{ node: code, kind, position: Number(position), lagEvents: Number(lag), parkedFacts: parked, nextDue: nextDue ?? null },
    })),
    lanes: { all: lanes.length, behind: lanes.filter(({ behind = 0 }) => behind > 0).length },
  };
}

/** Started: every view, policy and effect has reached the head that was there when it was first asked. */
export function makeStartup(nodes: Nodes): () => boolean {
  let heads: ReadonlyMap<string, bigint> | undefined;
  let isUp = false;
  return () => {
    heads ??= new Map(nodes.all().map((node) => [node.code, node.store.head()]));
    isUp ||= nodes.all().every((node) => node.consumers().every(({ position }) => position >= (heads?.get(node.code) ?? 0n)));
    return isUp;
  };
}
