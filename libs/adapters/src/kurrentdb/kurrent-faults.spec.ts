import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type EventStore, type SubscriptionMessage, type Trouble, START } from '@interlock/kernel';
import {
  caughtUp,
  event,
  events,
  eventsIn,
  fill,
  idOf,
  listen,
  nextOf,
  readEverything,
  refusalOf,
  write,
} from '../conformance/event-store/harness.testing.ts';
import { type KurrentOptions, type KurrentStores, openKurrentStores } from './kurrent-event-store.ts';
import { type KurrentSimulator, startKurrentSimulator } from './simulator/kurrent-simulator.ts';

const LANES = [write('case-a', 'no-stream', ...events(0, 2)), write('lane-city', 'any', event(2))];

let simulator: KurrentSimulator;
let prefix: string;
const opened: KurrentStores[] = [];

/** A process of its own, as far as the server can tell. */
async function open(options: Partial<KurrentOptions> = {}): Promise<EventStore> {
  // The bridge of the client waits that long before it connects for the first time.
  const stores = openKurrentStores({ url: `${simulator.url}&discoveryInterval=20`, ...options });
  opened.push(stores);
  return stores.open(prefix);
}

const numbers = (messages: readonly SubscriptionMessage[]): readonly number[] =>
  eventsIn(messages).map(({ id }) => Number.parseInt(id.slice(-12), 16));
const span = (first: number, last: number): readonly number[] => Array.from({ length: last - first + 1 }, (_, index) => first + index);
const unknown = { code: 'STORE_UNAVAILABLE', details: { outcomeUnknown: true } };

beforeEach(async () => {
  simulator = await startKurrentSimulator();
  prefix = `faults-${randomUUID()}`;
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((stores) => stores.close()));
  await simulator.stop();
});

describe('KurrentDB (simulated): an append of which nobody knows what became', () => {
  it('47. written, and the answer is lost: the caller is told so, and the same ids are answered as stored', async () => {
    const [store, again] = [await open({ retryForMs: 0 }), await open()];
    simulator.faults.plan('written-then-cut');
    expect(await refusalOf(store.append(LANES))).toEqual(unknown);
    const answer = await again.append(LANES);
    expect(answer).toMatchObject({ deduplicated: true, writes: [{ lastRevision: 1 }, { lastRevision: 0 }] });
    expect((await readEverything(again)).map(({ id }) => id)).toEqual([idOf(0), idOf(1), idOf(2)]);
    expect(again.head()).toBe(answer.position);
  });

  it('47. no answer at all: the same when the deadline has passed', async () => {
    const [store, again] = [await open({ deadlineMs: 1_000, retryForMs: 0 }), await open()];
    simulator.faults.plan('written-unanswered');
    expect(await refusalOf(store.append(LANES))).toEqual(unknown);
    expect((await again.append(LANES)).deduplicated).toBe(true);
  });

  it('47. an answer that nobody has foreseen: nothing is said to be unwritten', async () => {
    const store = await open();
    simulator.faults.plan('written-unforeseen');
    expect(await refusalOf(store.append(LANES))).toEqual(unknown);
    expect((await store.append(LANES)).deduplicated).toBe(true);
  });

  it('47. stored before, and what was stored cannot be read: nothing is said to be unwritten', async () => {
    const first = await open();
    await first.append(LANES);
    await first.close(); // nobody hears events any more: the next to be read is the claim
    const again = await open({ retryForMs: 0 });
    simulator.faults.cutReadsAfter(0);
    expect(await refusalOf(again.append(LANES))).toEqual(unknown);
  });

  it('52. not written, for the leader changed or time was up: sent again, it is written', async () => {
    const store = await open({ retryForMs: 0 });
    simulator.faults.plan('timed-out-unwritten');
    expect(await refusalOf(store.append(LANES))).toEqual(unknown);
    expect((await store.append(LANES)).deduplicated).toBe(false);
    simulator.faults.plan('not-leader');
    const surely = { code: 'STORE_UNAVAILABLE', details: { outcomeUnknown: false } };
    expect(await refusalOf(store.append([write('case-b', 'no-stream', event(3))]))).toEqual(surely);
    expect((await store.append([write('case-b', 'no-stream', event(3))])).deduplicated).toBe(false);
    expect((await readEverything(store)).length).toBe(4);
  });

  it('47, 52. with patience it finds out by itself, whatever goes wrong, and stores once', async () => {
    const store = await open();
    simulator.faults.plan('not-leader', 'not-ready', 'timed-out-unwritten', 'written-then-cut', 'not-leader');
    expect(await store.append(LANES)).toMatchObject({ deduplicated: false, writes: [{ firstRevision: 0 }, { firstRevision: 0 }] });
    simulator.faults.plan('timed-out-written', 'not-ready');
    expect((await store.append([write('case-a', 1, event(3)), write('lane-city', 'any', event(4))])).deduplicated).toBe(false);
    expect((await readEverything(store)).map(({ id }) => id)).toEqual([idOf(0), idOf(1), idOf(2), idOf(3), idOf(4)]);
  });

  it('47. a server that has restarted has forgotten recent ids, and still takes a lane’s fact once', async () => {
    const store = await open();
    const first = await store.append(LANES);
    await simulator.down();
    await simulator.up();
    expect(await store.append(LANES)).toEqual({ ...first, deduplicated: true });
    expect(await refusalOf(store.append([write('case-b', 'no-stream', event(7)), write('lane-city', 'any', event(2))]))).toMatchObject({
      code: 'IDEMPOTENCY_MISMATCH',
    });
    expect((await store.readStream('lane-city')).head).toBe(0);
  });

  it('nobody there: it says so when patience is over, and that nothing is unknown of a read', async () => {
    const store = await open({ retryForMs: 0 });
    await simulator.down();
    expect(await refusalOf(store.readStream('case-a'))).toEqual({ code: 'STORE_UNAVAILABLE', details: {} });
    expect(await refusalOf(store.append(LANES))).toMatchObject({ code: 'STORE_UNAVAILABLE' });
    const stores = openKurrentStores({ url: `${simulator.url}&discoveryInterval=20&maxDiscoverAttempts=1`, retryForMs: 0 });
    opened.push(stores);
    await expect(stores.open('elsewhere')).rejects.toThrow('KurrentDB');
  });
});

describe('KurrentDB (simulated): subscriptions over broken connections', () => {
  it('34. broken in catch-up, again and again: everything once, in order', async () => {
    await fill(await open(), 150, 1);
    const late = await open();
    simulator.faults.cutReadsAfter(7, 40, 0, 50);
    expect(numbers(await listen(late, {}, caughtUp))).toEqual(span(0, 149));
    expect(simulator.faults.isCutNow()).toBe(false);
  });

  it('34. ended in catch-up as if that were all: everything once, in order', async () => {
    await fill(await open(), 150, 1);
    const late = await open();
    simulator.faults.endReadsAfter(7, 40, 0, 50);
    expect(numbers(await listen(late, {}, caughtUp))).toEqual(span(0, 149));
    expect(simulator.faults.endsNow()).toBe(false);
  });

  it('34. broken while live, and a server that was away: everything once, in order, from others too', async () => {
    const [store, other] = [await open(), await open()];
    simulator.faults.overlap(5);
    const heard: number[] = [];
    const ending = new AbortController();
    const hearing = (async () => {
      for await (const message of store.subscribeAll({ after: START, signal: ending.signal }))
        if (message.type === 'event') heard.push(...numbers([message]));
    })();
    for (let number = 0; number < 12; number += 1) {
      if (number % 4 === 1) simulator.cut();
      if (number === 6) {
        await simulator.down();
        setTimeout(() => void simulator.up(), 100);
      }
      await (number % 2 === 0 ? store : other).append([write(`case-${String(number)}`, 'no-stream', event(number))]);
    }
    while (heard.length < 12) await pause(5);
    ending.abort();
    await hearing;
    expect(heard).toEqual(span(0, 11));
    for (const each of [store, other]) expect(numbers(await listen(each, {}, caughtUp))).toEqual(span(0, 11));
    expect(store.head()).toBe(other.head());
  });

  it('a server that is away for longer is told of: what other processes append is not heard meanwhile', async () => {
    const told: Trouble[] = [];
    await open({ report: (trouble) => told.push(trouble) });
    simulator.cut();
    await pause(100);
    expect(told).toEqual([]);
    await simulator.down();
    while (told.length < 2) await pause(5);
    expect(told[0]).toMatchObject({ node: prefix, consumer: 'log follower', code: 'STORE_UNAVAILABLE', attempt: 1 });
  });

  it('34. closing ends a subscription that waits for a server that is away', async () => {
    const store = await open({ retryForMs: 100 });
    await fill(store, 3, 1);
    const messages = store.subscribeAll({ after: START, signal: new AbortController().signal })[Symbol.asyncIterator]();
    await nextOf(messages);
    await simulator.down();
    const rest = (async () => {
      while (await nextOf(messages));
    })();
    await store.close();
    await rest;
  });
});

describe('KurrentDB (simulated): an answer that ends early is never taken for the whole', () => {
  const asked: readonly (readonly [string, (store: EventStore) => Promise<unknown>])[] = [
    ['a stream', (store) => store.readStream('case-a')],
    ['a stream from a place on', (store) => store.readStream('case-a', { from: 3 })],
    ['a page of a stream', (store) => store.readStream('case-a', { limit: 5 })],
    ['a stream backwards', (store) => store.readStream('case-a', { direction: 'backwards' })],
    ['a page of a stream backwards', (store) => store.readStream('case-a', { direction: 'backwards', from: 6, limit: 20 })],
    ['the log', (store) => store.readAll()],
    ['a page of the log', (store) => store.readAll({ limit: 6 })],
    ['streams of a kind', (store) => store.readAll({ streamPrefixes: ['case-'] })],
    ['a page of streams of a kind', (store) => store.readAll({ streamPrefixes: ['case-'], limit: 4 })],
    ['the log backwards', (store) => store.readAll({ direction: 'backwards' })],
    ['streams of a kind, backwards', (store) => store.readAll({ direction: 'backwards', streamPrefixes: ['case-'] })],
    ['a repetition', (store) => store.append([write('case-a', 'no-stream', ...events(0, 10)), write('lane-city', 'any', event(10))])],
  ];
  it.each(asked)('%s', async (_, ask) => {
    await (await open()).append([write('case-a', 'no-stream', ...events(0, 10)), write('lane-city', 'any', event(10))]);
    const whole = await ask(await open());
    for (const after of [0, 1, 3]) {
      const store = await open();
      simulator.faults.endReadsAfter(after);
      expect(await ask(store)).toEqual(whole);
    }
  });

  it('what the log is called, and where it ends', async () => {
    const first = await open();
    await fill(first, 3, 1);
    for (const after of [0, 1]) {
      simulator.faults.endReadsAfter(after);
      const again = await open();
      expect(again.storeId).toBe(first.storeId);
      expect(again.head()).toBe(first.head());
    }
  });
});

describe('KurrentDB (simulated): several processes on one log', () => {
  it('51. both work: one storeId, one winner per revision, and each hears what the other appends', async () => {
    const [one, two] = [await open(), await open()];
    expect(one.storeId).toBe(two.storeId);
    const told: bigint[] = [];
    two.onAppended((head) => told.push(head));
    await one.append([write('case-a', 'no-stream', event(0))]);
    const tries = span(1, 20).map((number) => (number % 2 === 0 ? one : two).append([write('case-a', 0, event(number))]));
    const outcomes = await Promise.allSettled(tries);
    expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBe(1);
    const repeats = await Promise.all([one, two, one, two].map((store) => store.append([write('case-b', 'no-stream', ...events(50, 3))])));
    expect(repeats.filter(({ deduplicated }) => !deduplicated).length).toBe(1);
    while (one.head() !== two.head()) await pause(5);
    expect(told.at(-1)).toBe(one.head());
    expect(await readEverything(two)).toEqual(await readEverything(one));
    expect(await refusalOf(two.append([write('case-c', 'no-stream', event(0))]))).toMatchObject({ code: 'IDEMPOTENCY_MISMATCH' });
  });

  it('logs of other nodes on the server, and its own events, are not seen', async () => {
    const one = await open();
    await fill(one, 5, 1);
    prefix = `${prefix}x`;
    const two = await open();
    // The same ids: each log has its own.
    await fill(two, 80, 1);
    expect((await readEverything(two)).length).toBe(80);
    expect((await readEverything(one)).length).toBe(5);
    expect(two.storeId).not.toBe(one.storeId);
    const live = await listen(one, { after: one.head() }, caughtUp);
    expect(eventsIn(live)).toEqual([]);
  });

  it('the place before an event can be read from, though no record begins there', async () => {
    await fill(await open(), 8, 1);
    const store = await open();
    const all = await readEverything(store);
    for (const { position, id } of all) expect((await store.readAll({ after: position - 1n, limit: 1 })).events[0]?.id).toBe(id);
  });
});

describe('KurrentDB (simulated): what this server cannot keep is refused', () => {
  it('streams of one append that differ in case only, and types that are no name', async () => {
    const store = await open();
    const mixed = [write('case-A', 'no-stream', event(0)), write('case-a', 'no-stream', event(1))];
    expect(await refusalOf(store.append(mixed))).toEqual({ code: 'STREAM_NAME_REFUSED', details: { stream: 'case-a' } });
    await expect(store.append([write('case-a', 'no-stream', event(0, { type: 'Note taken' }))])).rejects.toThrow('No event type');
    expect(store.head()).toBe(START);
  });

  it('an event above the server’s own limit', async () => {
    await simulator.stop();
    simulator = await startKurrentSimulator({ maxEventBytes: 1_000, maxAppendBytes: 3_000 });
    const store = await open();
    const large = { ...event(0), bytes: new Uint8Array(1_000) };
    expect(await refusalOf(store.append([write('case-a', 'no-stream', large)]))).toMatchObject({
      code: 'EVENT_TOO_LARGE',
      details: { limitBytes: 1_000 },
    });
    expect(await refusalOf(store.append([write('case-a', 'no-stream', ...events(0, 20))]))).toMatchObject({ code: 'EVENT_TOO_LARGE' });
  });

  it('a server before 26.1', async () => {
    await simulator.stop();
    simulator = await startKurrentSimulator({ isOld: true });
    await expect(open()).rejects.toThrow('26.1');
  });
});
