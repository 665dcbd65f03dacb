import { type EventStore, type Instant, type Node, START, type Position } from '@interlock/kernel';

/** How a node of a played city stands. */
export interface ControlledNode {
  readonly node: string;
  readonly kind: string;
  /** Its business time. */
  readonly now: Instant;
  readonly nextDue: Instant | null;
  /** Last position of its log, as text. */
  readonly head: string;
  readonly lanes: {
    /** Number of the last fact sent, by recipient. */
    readonly sent: Readonly<Record<string, number>>;
    /** Number of the last fact received, by source. */
    readonly received: Readonly<Record<string, number>>;
  };
  readonly parked: readonly { readonly policy: string; readonly reason: string }[];
  /** What keeps it from settling; null where it has settled, or was not asked. */
  readonly problem: string | null;
}

export interface CountedNode extends ControlledNode {
  /** Events of its log, without the bookkeeping that depends on machine time. */
  readonly events: number;
  /** Those of them that no city has before something is done in it: openings of lanes and the register of members are not among them. */
  readonly acts: number;
}

/** `settle` may be asked of a process that hosts nothing but a clock. */
export interface ControlState<State extends ControlledNode = ControlledNode> {
  readonly now: Instant;
  readonly nodes: readonly State[];
}

export function stateOf(node: Node, problem: string | null = null): ControlledNode {
  const sent: Record<string, number> = {};
  const received: Record<string, number> = {};
  for (const { lane, sentThrough, receivedThrough } of node.lanes.health()) {
    if (sentThrough !== undefined) sent[lane.to] = sentThrough;
    if (receivedThrough !== undefined) received[lane.from] = receivedThrough;
  }
  return {
    ...{ node: node.code, kind: node.kind, now: node.context.clock.now() },
    nextDue: node.nextDue() ?? null,
    head: String(node.store.head()),
    lanes: { sent, received },
    parked: node.parked().map(({ policy, reason }) => ({ policy, reason })),
    problem,
  };
}

export async function countedStateOf(node: Node): Promise<CountedNode> {
  return { ...stateOf(node), ...(await countEvents(node.store)) };
}

/** Where a policy or effect stands is written by machine time: it differs from play to play. */
const BOOKKEEPING = ['policy-', 'effect-'];
/** What a city has before anything was done in it: lanes, and the register of members, as far as everybody sees it. */
const FRESH = ['lane-', 'received-', 'member-', 'feed-', 'clock-'];

async function countEvents(store: Pick<EventStore, 'readAll'>): Promise<Pick<CountedNode, 'events' | 'acts'>> {
  let events = 0;
  let acts = 0;
  for (let after: Position = START, atHead = false; !atHead;) {
    const page = await store.readAll({ after });
    for (const { stream } of page.events) {
      if (startsWithAny(stream, BOOKKEEPING)) continue;
      events += 1;
      if (!startsWithAny(stream, FRESH)) acts += 1;
    }
    ({ atHead, next: after } = page);
  }
  return { events, acts };
}

function startsWithAny(stream: string, prefixes: readonly string[]): boolean {
  return prefixes.some((prefix) => stream.startsWith(prefix));
}
