import { makeMemoryViews, openKurrentStores } from '@interlock/adapters';
import { type EventStore, type Recorded, foldViews, foldedViewsOf, history, toMs, instant } from '@interlock/kernel';
import { MILL_EXPIRES_MS, millNode } from './mill.suite.ts';
import { type Replica, type ReplicaSet, startReplicaSet } from './replica-processes.suite.ts';
import { must, post, receiptsInHouse } from './two-houses.suite.ts';

export interface ReplicaReport {
  readonly kills: number;
  /** Kills that hit what somebody waited for. */
  readonly hitInFlight: number;
  readonly letters: number;
  readonly stampCalls: number;
  /** Longest time, in milliseconds, in which commands waited and none was acknowledged. */
  readonly longestGapMs: number;
  /** Empty when every promise was kept. */
  readonly broken: readonly string[];
}

const LETTERS_A_ROUND = 12;
const commandOf = (n: number): string => `0b7e9a0c-9191-4191-8191-${String(n).padStart(12, '0')}`;

/**
 * Kills one of two processes of a node again and again, in the middle of what it does, and starts another in its place, while letters
 * come and go. In the end everything is there once, and views are what a fresh fold of the log is.
 */
export async function runReplicaCampaign({ kills, seed }: { readonly kills: number; readonly seed: number }): Promise<ReplicaReport> {
  const set = await startReplicaSet();
  const random = seeded(seed);
  try {
    const pair: Replica[] = await Promise.all(['a', 'b'].map((name) => set.start(name)));
    const gaps = watchGaps();
    let [letters, hitInFlight] = [0, 0];
    for (let round = 0; round < kills; round += 1) {
      const numbers = Array.from({ length: LETTERS_A_ROUND }, (_, index) => letters + index);
      letters += LETTERS_A_ROUND;
      gaps.begin();
      let open = 0;
      const acknowledged = numbers.map(async (n) => {
        open += 1;
        await Promise.all([postNorth(set, n), postSouth(set, n, gaps.acknowledged)]);
        open -= 1;
      });
      await new Promise((resolve) => setTimeout(resolve, 5 + random() * 60));
      const victim = round % 2;
      if (open > 0) hitInFlight += 1;
      await must(pair[victim]).kill();
      const [successor] = await Promise.all([set.start(`${victim === 0 ? 'a' : 'b'}${String(round)}`), ...acknowledged]);
      pair[victim] = successor;
    }
    await new Promise((resolve) => setTimeout(resolve, MILL_EXPIRES_MS + 100));
    const broken = await brokenIn(set, letters);
    const stampCalls = [...set.stamps.values()].reduce((sum, count) => sum + count, 0);
    return { kills, hitInFlight, letters: 2 * letters, stampCalls, longestGapMs: Math.round(gaps.longestMs()), broken };
  } finally {
    await set.stop();
  }
}

function postNorth({ north }: ReplicaSet, n: number): Promise<unknown> {
  return post(north.node('north'), `n-${String(n)}`, { to: 'south', words: 'hello', commandId: commandOf(n) });
}

/** As a caller does it: whoever is there is asked, the same command again until it is answered. */
async function postSouth(set: ReplicaSet, n: number, acknowledged: () => void): Promise<void> {
  const sent = { letter: `s-${String(n)}`, to: 'north', words: 'hello', commandId: commandOf(1_000_000 + n) };
  for (let attempt = n; ; attempt += 1) {
    const there = set.replicas();
    const asked = there[attempt % Math.max(1, there.length)];
    try {
      await must(asked).wire.ask('post', sent);
      acknowledged();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

async function settle(set: ReplicaSet): Promise<void> {
  for (let round = 0; round < 4; round += 1) {
    await set.north.settled();
    for (const { wire } of set.replicas()) await wire.ask('settled', undefined);
  }
}

async function brokenIn(set: ReplicaSet, letters: number): Promise<readonly string[]> {
  const stores = openKurrentStores({ url: set.url });
  const south = await stores.open('south');
  const north = must(set.parts.stores.get('north'));
  try {
    for (let look = 0; look < 200; look += 1) {
      await settle(set);
      if ((await eventsIn(south, 'letter-')).filter(({ type }) => type === 'Expired').length >= letters) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await settle(set);
    return [
      ...(await lanesApart(north, south)),
      ...once('receipt', await eventsIn(south, 'receipt-'), letters),
      ...once('stamp', await eventsIn(south, 'stamp-'), letters),
      ...once(
        'letter posted',
        (await eventsIn(south, 'letter-')).filter(({ type }) => type === 'Posted'),
        letters,
      ),
      ...once(
        'deadline',
        (await eventsIn(south, 'letter-')).filter(({ type }) => type === 'Expired'),
        letters,
      ),
      ...(await early(south)),
      ...(set.stamps.size === letters
        ? []
        : [`${String(set.stamps.size)} things were asked of the outside for ${String(letters)} letters`]),
      ...(await viewsApart(set, south)),
      ...(await problems(set)),
    ];
  } finally {
    await stores.close();
  }
}

async function eventsIn(store: EventStore, prefix: string): Promise<readonly Recorded[]> {
  const found: Recorded[] = [];
  for await (const { recorded } of history(store, store.head())) if (recorded.stream.startsWith(prefix)) found.push(recorded);
  return found;
}

function once(what: string, events: readonly Recorded[], count: number): readonly string[] {
  const streams = new Set(events.map(({ stream }) => stream));
  const right = streams.size === count && events.length === count;
  return right ? [] : [`${what}: ${String(events.length)} of ${String(streams.size)} streams, ${String(count)} were asked for`];
}

/** What was told and what was received are the same, number by number, both ways. */
async function lanesApart(north: EventStore, south: EventStore): Promise<readonly string[]> {
  const ids = async (store: EventStore, stream: string): Promise<string> =>
    (await store.readStream(stream)).events.map(({ id, revision }) => `${String(revision)} ${id}`).join('\n');
  const toSouth = (await ids(north, 'lane-south')) === (await ids(south, 'received-north'));
  const toNorth = (await ids(south, 'lane-north')) === (await ids(north, 'received-south'));
  return [...(toSouth ? [] : ['lane north → south differs at its ends']), ...(toNorth ? [] : ['lane south → north differs at its ends'])];
}

async function early(south: EventStore): Promise<readonly string[]> {
  const events = await eventsIn(south, 'letter-');
  const at = (stream: string, type: string, field: string): number =>
    toMs(instant(String(events.find((event) => event.stream === stream && event.type === type)?.data[field])));
  const expired = events.filter(({ type }) => type === 'Expired').map(({ stream }) => stream);
  return expired
    .filter((stream) => at(stream, 'Expired', 'expiredAt') < at(stream, 'Posted', 'postedAt') + MILL_EXPIRES_MS)
    .map((stream) => `${stream} expired early`);
}

async function viewsApart(set: ReplicaSet, store: EventStore): Promise<readonly string[]> {
  const views = makeMemoryViews();
  await foldViews({ store, views, folded: foldedViewsOf(millNode), through: store.head() });
  const fresh = [...views.dump(receiptsInHouse)].join('\n');
  const apart: string[] = [];
  for (const { name, wire } of set.replicas()) {
    const rows: unknown = await wire.ask('rows', undefined);
    if (!Array.isArray(rows) || rows.join('\n') !== fresh) apart.push(`the view of replica ${name} is no fold of the log`);
  }
  return apart;
}

async function problems(set: ReplicaSet): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { name, wire } of set.replicas()) {
    const list: unknown = await wire.ask('problems', undefined);
    if (Array.isArray(list)) found.push(...list.map((one) => `${name}: ${String(one)}`));
  }
  return found;
}

function watchGaps() {
  let last: number | undefined;
  let longest = 0;
  return {
    /** From now on somebody waits. */
    begin(): void {
      last = performance.now();
    },
    acknowledged(): void {
      const now = performance.now();
      if (last !== undefined) longest = Math.max(longest, now - last);
      last = now;
    },
    longestMs: () => longest,
  };
}

/** mulberry32: the same seed, the same moments. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
