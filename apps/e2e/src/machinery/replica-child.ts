/**
 * One of several processes that run the same node on one KurrentDB: `replica-child.ts <url> <keys file> <master key as hex>`. Lanes, the
 * world outside and what people send come over the line to the test that started it.
 */
import { makeMemoryViews, openKurrentStores } from '@interlock/adapters';
import {
  type Exchange,
  type Lane,
  type LaneBatch,
  type LaneFact,
  type LaneHandler,
  type Node,
  fromMs,
  startNode,
  toMs,
} from '@interlock/kernel';
import { cityReferences, openKeyStore } from '@interlock/trust';
import { millNode } from './mill.suite.ts';
import { type Message, type Wire, createWire } from './replica-wire.ts';
import { must, post, receiptsInHouse } from './two-houses.suite.ts';

const [, , url = '', keyFile = '', masterKey = ''] = process.argv;
const code = 'south';
const handlers = new Map<string, LaneHandler>();

const exchangeOver = (wire: Wire): Exchange => ({
  async send(lane, batch) {
    await wire.ask('send', { lane, batch });
  },
  sentThrough: () => Promise.resolve(undefined),
  receive(lane, handler) {
    handlers.set(lane.from, handler);
    return Promise.resolve({ stop: () => Promise.resolve() });
  },
  close: () => Promise.resolve(),
});

interface Taken {
  readonly lane: Lane;
  readonly batch: LaneBatch;
}
interface PostWish {
  readonly letter: string;
  readonly to: string;
  readonly words: string;
  readonly commandId: string;
}
interface FetchWish {
  readonly lane: Lane;
  readonly after: number;
  readonly limit: number;
}

/** What comes over the line was sent by the test’s own process: the same types on both ends. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- see above
function heard<Told>(told: unknown): Told {
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- see above
  return told as Told;
}

async function main(): Promise<void> {
  const stores = openKurrentStores({ url });
  const store = await stores.open(code);
  const views = makeMemoryViews();
  const nodes: Node[] = [];
  const running = (): Node => must(nodes[0]);
  const wire: Wire = createWire(
    {
      send: (message) => process.send?.(message),
      hear: (listener) =>
        process.on('message', (message: unknown) => {
          listener(heard<Message>(message));
        }),
    },
    {
      async take(told) {
        const { lane, batch } = heard<Taken>(told);
        const handler = handlers.get(lane.from);
        if (!handler) throw Object.assign(new Error(`Nobody takes ${lane.from}`), { code: 'NODE_UNAVAILABLE' });
        await handler(batch);
      },
      async post(told) {
        const { letter, ...sent } = heard<PostWish>(told);
        const { ok, repeated } = await post(running(), letter, sent);
        return { ok, repeated };
      },
      fetch(told) {
        const { lane, after, limit } = heard<FetchWish>(told);
        return running().lanes.source.fetch(lane, after, limit);
      },
      settled: () => running().settled(),
      rows: () => [...views.dump(receiptsInHouse)],
      problems: () => [
        ...running()
          .lanes.health()
          .flatMap(({ problem }) => problem ?? []),
        ...running()
          .parked()
          .map(({ reason }) => reason),
      ],
    },
  );
  const node = await startNode({
    ...{ code, member: code, definition: millNode, store, views },
    ports: { stamp: async (key) => Number(await wire.ask('stamp', key)) },
    keys: openKeyStore({ node: code, file: keyFile, masterKey: Buffer.from(masterKey, 'hex') }),
    references: cityReferences(new Uint8Array(32)),
    clock: {
      now: () => fromMs(Date.now()),
      monotonicMs: () => performance.now(),
      wakeAt(at, callback) {
        const timer = setTimeout(callback, Math.max(0, toMs(at) - Date.now()));
        return () => {
          clearTimeout(timer);
        };
      },
    },
    exchange: exchangeOver(wire),
    source: { fetch: async (lane, after, limit) => heard<readonly LaneFact[]>(await wire.ask('fetch', { lane, after, limit })) },
    ...{ tells: ['north'], hears: ['north'], peers: new Map([['north', 'house']]) },
    report: () => undefined,
  });
  nodes.push(node);
  process.send?.({ ready: true });
}

await main();
