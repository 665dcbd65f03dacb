import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import {
  type AnyView,
  type Clock,
  type Exchange,
  type LaneSource,
  type Message,
  type Node,
  type NodeDefinition,
  type NodeOptions,
  type Stream,
  type View,
  type ViewStore,
  accept,
  fromMs,
  startNode,
  tell,
  toMs,
  view,
} from '@interlock/kernel';
import { makeInProcessExchange, openSqliteStores, openSqliteViews } from '@interlock/adapters';
import { cityReferences, memoryKeyStore } from '@interlock/trust';
import { tradeData } from './trade-event.ts';

/** A small trade with the weight of the real one: one stop order, told to whoever is named. */
type OrderCommand = { readonly type: 'OrderStop'; readonly tells: readonly string[] } & Message;
type OrderEvent = { readonly type: 'StopOrdered'; readonly tells: readonly string[]; readonly orderId: string } & Message;

export const orders: Stream<OrderCommand, number, OrderEvent, Message> = {
  category: 'order',
  decider: {
    initial: 0,
    decide: ({ type: _type, ...said }) => accept({ orderId: '', ...said, type: 'StopOrdered' }),
    evolve: (count) => count + 1,
  },
  publish: ({ type: _type, tells, ...said }) => tells.map((to) => tell(to, { ...said, type: 'trade.stop-ordered.v1' })),
};

export interface OrderRow {
  readonly orderId: string;
  readonly accountRef: string;
  readonly amountFen: number;
  readonly orderedAt: string;
}

type Ordered = OrderRow & Message;

/** Orders as the one who was told sees them, or the one who gave them. `applied` hears of each row. */
export function ordersView(name: string, version: number, applied: (orderId: string, position: bigint) => void): View<OrderRow, Ordered> {
  return view<OrderRow, Ordered>({
    name,
    version,
    rows: { key: 'orderId', indexes: [] },
    on: ['StopOrdered', 'trade.stop-ordered.v1'],
    apply({ orderId, accountRef, amountFen, orderedAt }, rows, { position }) {
      rows.put({ orderId, accountRef, amountFen, orderedAt });
      applied(orderId, position);
    },
  });
}

export const machineClock: Clock = {
  now: () => fromMs(Date.now()),
  monotonicMs: () => performance.now(),
  wakeAt(at, callback) {
    const timer = setTimeout(callback, Math.min(1_000, Math.max(0, toMs(at) - Date.now())));
    return () => clearTimeout(timer);
  },
};

export function tradeDefinition(parts: Partial<NodeDefinition>): NodeDefinition {
  return {
    kind: 'trade',
    streams: [orders],
    receives: [{ type: 'trade.stop-ordered.v1', read: (data) => ({ ok: true, fact: { ...Object(data), type: 'trade.stop-ordered.v1' } }) }],
    views: [],
    memories: [],
    policies: [],
    effects: [],
    timers: [],
    commands: [],
    queries: [],
    ...parts,
  };
}

export interface TradeNodes {
  node(code: string): Node;
  stop(): Promise<void>;
}

/** Nodes with their logs and views on disk, as the embedded city has them. Who is told comes with each order. */
export async function startTrade(
  folder: string,
  definitions: Readonly<Record<string, NodeDefinition>>,
  options: {
    readonly tells?: Readonly<Record<string, readonly string[]>>;
    readonly viewsOf?: (code: string, views: ViewStore) => ViewStore;
  } = {},
): Promise<TradeNodes> {
  const codes = Object.keys(definitions);
  const stores = openSqliteStores();
  const exchange: Exchange = makeInProcessExchange();
  const nodes = new Map<string, Node>();
  const views: ViewStore[] = [];
  const node = (code: string): Node => {
    const found = nodes.get(code);
    if (!found) throw new Error(`No node ${code}`);
    return found;
  };
  const source: LaneSource = { fetch: (lane, after, limit) => node(lane.from).lanes.source.fetch(lane, after, limit) };
  const tells = options.tells ?? {};
  for (const code of codes) {
    const definition = definitions[code] ?? tradeDefinition({});
    const store = await stores.open(join(folder, `${code}.sqlite`));
    const opened = openSqliteViews(join(folder, `${code}-views.sqlite`));
    views.push(opened);
    nodes.set(
      code,
      await startTradeNode({
        ...{ code, definition, store, exchange, source },
        views: options.viewsOf?.(code, opened) ?? opened,
        tells: tells[code] ?? [],
        hears: codes.filter((other) => tells[other]?.includes(code) ?? false),
        all: codes,
        trouble: (text) => console.error(text),
      }),
    );
  }
  return {
    node,
    async stop() {
      for (const one of nodes.values()) await one.stop();
      await exchange.close();
      for (const one of views) one.close();
      await stores.close();
    },
  };
}

interface TradeNodeOptions extends Pick<NodeOptions<undefined>, 'code' | 'definition' | 'store' | 'views' | 'exchange' | 'source'> {
  readonly tells: readonly string[];
  readonly hears: readonly string[];
  /** Codes of all nodes, wherever they run. */
  readonly all: readonly string[];
  trouble(text: string): void;
}

/** One node, whatever carries its lanes. */
export function startTradeNode({ all, trouble, ...options }: TradeNodeOptions): Promise<Node> {
  const { code } = options;
  return startNode({
    ...options,
    member: code,
    ports: undefined,
    keys: memoryKeyStore({ node: code }),
    references: cityReferences(new Uint8Array(32)),
    clock: machineClock,
    peers: new Map(all.map((peer) => [peer, 'trade'])),
    report: ({ consumer, message }) => trouble(`${code} ${consumer}: ${message}`),
  });
}

/** An officer orders a stop; resolves with the order’s id when it is durable. `named` hears the id before that. */
export async function order(node: Node, tells: readonly string[], named?: (orderId: string) => void): Promise<string> {
  const orderId = randomUUID();
  named?.(orderId);
  const said = { ...tradeData(orderId), tells };
  const handled = await node.context.handle(orders, {
    commandId: orderId,
    key: orderId,
    command: { ...said, type: 'OrderStop' },
    actor: { kind: 'person', member: node.member, person: 'p-1001', role: 'officer', unit: 'city-centre' },
    body: said,
  });
  if (!handled.ok) throw new Error(`Refused: ${handled.rejection.type}`);
  return orderId;
}

/** Tells `seen` of what a transaction made visible, when it is committed. `noted` collects while the view applies. */
export function watchCommits(
  views: ViewStore,
  watched: AnyView['name'],
  noted: string[],
  seen: (orderIds: readonly string[], at: number) => void,
): ViewStore {
  return {
    ...views,
    transact(changed, checkpoint, work) {
      views.transact(changed, checkpoint, work);
      if (changed.name === watched && noted.length > 0) seen(noted.splice(0), performance.now());
    },
  };
}
