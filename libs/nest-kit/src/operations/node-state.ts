import { type Instant, type Node, type StreamHealth } from '@interlock/kernel';
import { type Nodes } from '../nodes/nodes.ts';
import { storeTrouble } from './watch-store.ts';

/** How one node stands: positions, lags and troubles; codes and counts only. */
export interface NodeState {
  readonly code: string;
  readonly kind: string;
  readonly position: bigint;
  /** Code of what keeps its log from being written; unset while it can be. */
  readonly storeProblem?: string;
  /** Events that its slowest view, policy or effect has not seen yet (positions need not be dense: an upper bound). */
  readonly lag: bigint;
  readonly consumers: readonly ConsumerState[];
  readonly parked: number;
  /** Of each policy, those without any too. */
  readonly parkedBy: readonly { readonly policy: string; readonly parked: number }[];
  readonly nextDue?: string;
}

export interface ConsumerState {
  readonly name: string;
  readonly lag: bigint;
  /** Code of what fails now; unset while nothing does. */
  readonly problem?: string;
  /** Tries in a row that failed; 0 while nothing fails. */
  readonly attempts: number;
  /** Where nothing fails but the work of some streams: these. All others go on. */
  readonly streams: readonly StreamHealth[];
  /** Tries that failed since the start. */
  readonly failures: number;
}

/** One lane, seen from those of its ends that run here: -1 for an end that does not. */
export interface LaneState {
  readonly from: string;
  readonly to: string;
  readonly sent: number;
  readonly received: number;
  /** Facts sent and not received; unset unless both ends run here. */
  readonly behind?: number;
  /** What its source has recorded and not told yet, since when; unset unless the source runs here. */
  readonly untold?: { readonly facts: number; readonly since?: Instant };
  /** How far the source’s clock is ahead of the recipient’s. */
  readonly aheadMs?: number;
  readonly problem?: string;
}

export function nodeStates(nodes: Nodes): readonly NodeState[] {
  return nodes.all().map(nodeState);
}

function nodeState(node: Node): NodeState {
  const position = node.store.head();
  const consumers = node.consumers().map(({ name, behind, problem, attempts = 0, streams = [], failures }) => ({
    ...{ name, attempts, streams, failures },
    lag: BigInt(behind),
    ...(problem !== undefined && { problem }),
  }));
  const nextDue = node.nextDue();
  const storeProblem = storeTrouble(node.store);
  return {
    code: node.code,
    kind: node.kind,
    position,
    lag: consumers.reduce((most, { lag }) => (lag > most ? lag : most), 0n),
    consumers,
    parked: node.parked().length,
    parkedBy: node.policies().map((policy) => ({ policy: policy.name, parked: policy.parked().length })),
    ...(storeProblem !== undefined && { storeProblem }),
    ...(nextDue !== undefined && { nextDue }),
  };
}

export function laneStates(nodes: Nodes): readonly LaneState[] {
  const lanes = new Map<string, LaneState>();
  for (const node of nodes.all()) {
    for (const { lane, sentThrough, receivedThrough, untold, problem, aheadMs } of node.lanes.health()) {
      const name = `${lane.from}>${lane.to}`;
      const known = lanes.get(name) ?? { from: lane.from, to: lane.to, sent: -1, received: -1 };
      lanes.set(name, {
        ...known,
        ...(sentThrough !== undefined && { sent: sentThrough }),
        ...(receivedThrough !== undefined && { received: receivedThrough }),
        ...(untold && { untold }),
        ...(aheadMs !== undefined && { aheadMs }),
        ...(problem !== undefined && { problem }),
      });
    }
  }
  return [...lanes.values()].map((lane) => {
    const isWhole = nodes.get(lane.from) !== undefined && nodes.get(lane.to) !== undefined;
    return isWhole ? { ...lane, behind: Math.max(0, lane.sent - lane.received) } : lane;
  });
}
