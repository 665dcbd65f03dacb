import { describe, expect, it } from '@jest/globals';
import { type EventStore, decodeEvent, fromMs, history, instant, toMs } from '@interlock/kernel';
import { mortal } from './mortal-store.suite.ts';
import {
  EXPIRES_MS,
  type HouseParts,
  type Houses,
  type TestClock,
  letters,
  makeParts,
  must,
  post,
  startHouses,
} from './two-houses.suite.ts';

const commandOf = (n: number): string => `0b7e9a0c-5555-4555-8555-${String(n).padStart(12, '0')}`;

/** Another instance of the same houses: the same logs, keys and lanes; views, and a clock a little ahead, of its own. */
function replicaOf(parts: HouseParts, aheadMs: number): HouseParts {
  const clock: TestClock = { ...parts.clock, now: () => fromMs(toMs(parts.clock.now()) + aheadMs) };
  return { ...makeParts([...parts.stores.keys()]), stores: parts.stores, keys: parts.keys, exchange: parts.exchange, clock };
}

async function settleAll(...replicas: readonly Houses[]): Promise<void> {
  // Each waits for its own; what the other did meanwhile it follows in the next round.
  for (let round = 0; round < 3; round += 1) for (const houses of replicas) await houses.settled();
}

async function eventsOf(store: EventStore, prefix: string): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { recorded } of history(store, store.head()))
    if (recorded.stream.startsWith(prefix)) found.push(`${recorded.stream} ${recorded.type}`);
  return found;
}

/** Reads of streams take longer and shorter. */
function reluctant(store: EventStore): EventStore {
  let reads = 0;
  return {
    ...store,
    async readStream(stream, options) {
      for (let turns = (reads += 1) % 7; turns > 0; turns -= 1) await new Promise((resolve) => setImmediate(resolve));
      return store.readStream(stream, options);
    },
  };
}

describe('two replicas on one log', () => {
  it('dispatch each reaction once', async () => {
    const parts = makeParts(['north', 'south']);
    const second = replicaOf(parts, 7);
    const [a, b] = [await startHouses(parts), await startHouses(second)];
    await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        post((n % 2 === 0 ? a : b).node('north'), `l-${String(n)}`, { to: 'south', words: 'hello', commandId: commandOf(n) }),
      ),
    );
    await settleAll(a, b);
    const filed = await eventsOf(must(parts.stores.get('south')), 'receipt-');
    expect(filed).toHaveLength(40);
    expect(new Set(filed).size).toBe(40);
    expect([...a.node('south').parked(), ...b.node('south').parked()]).toEqual([]);
    await Promise.all([a.stop(), b.stop()]);
  });

  it('answer one command, sent to both at once, with one event and one answer', async () => {
    const parts = makeParts(['north', 'south']);
    const second = replicaOf(parts, 7);
    const [a, b] = [await startHouses(parts), await startHouses(second)];
    for (let n = 0; n < 20; n += 1) {
      const sent = { to: 'south', words: 'hello', commandId: commandOf(n) };
      const answers = await Promise.all([a, b].map((houses) => post(houses.node('north'), `l-${String(n)}`, sent)));
      const [one, other] = answers.map((answer) => (answer.ok ? answer.events : answer.rejection));
      expect(one).toMatchObject([{ type: 'Posted' }]);
      expect(other).toEqual(one);
      expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
    }
    await settleAll(a, b);
    await Promise.all([a.stop(), b.stop()]);
  });

  it('judge by what the other has done, also where nothing is written', async () => {
    const parts = makeParts(['north', 'south']);
    const second = replicaOf(parts, 7);
    const [a, b] = [await startHouses(parts), await startHouses(second)];
    const sent = { to: 'south', words: 'hello' };
    expect((await b.node('north').context.load(letters, 'l-1')).state).toBe('none');
    await post(a.node('north'), 'l-1', { ...sent, commandId: commandOf(1) });
    await settleAll(a, b);
    expect((await b.node('north').context.load(letters, 'l-1')).state).toBe('posted');
    expect(await post(b.node('north'), 'l-1', { ...sent, commandId: commandOf(2) })).toMatchObject({
      ok: false,
      rejection: { type: 'AlreadyPosted' },
    });
    await Promise.all([a.stop(), b.stop()]);
  });

  it('fire every deadline once, by whichever clock', async () => {
    const parts = makeParts(['north', 'south']);
    const second = replicaOf(parts, 7);
    const [a, b] = [await startHouses(parts), await startHouses(second)];
    for (let n = 0; n < 300; n += 1)
      await post(a.node('north'), `l-${String(n)}`, { to: 'south', words: 'hello', commandId: commandOf(n) });
    await settleAll(a, b);
    parts.clock.advance(EXPIRES_MS);
    const fired = await Promise.all([a, b].map((houses) => houses.node('north').timers.fireDue()));
    expect(fired).toEqual([300, 300]);
    await settleAll(a, b);
    const expired = (await eventsOf(must(parts.stores.get('north')), 'letter-')).filter((one) => one.endsWith(' Expired'));
    expect(expired).toHaveLength(300);
    expect(new Set(expired).size).toBe(300);
    expect([a, b].map((houses) => houses.node('north').nextDue())).toEqual([undefined, undefined]);
    expect([...parts.troubles, ...second.troubles].filter(({ consumer }) => consumer === 'timers')).toEqual([]);
    await Promise.all([a.stop(), b.stop()]);
  });
});

/** A store that tells nobody of what others append: caches of its node are as old as they can be. */
function deaf(store: EventStore): EventStore {
  return { ...store, onAppended: () => () => undefined };
}

describe('a replica that has not heard of what the other did', () => {
  it('refuses nothing by what was: it looks at the stream again before it says no', async () => {
    const parts = makeParts(['north', 'south']);
    const second = replicaOf(parts, 7);
    const north = must(parts.stores.get('north'));
    const [a, b] = [await startHouses(parts), await startHouses({ ...second, stores: new Map([...parts.stores, ['north', deaf(north)]]) })];
    expect((await b.node('north').context.load(letters, 'l-1')).state).toBe('none');
    const handled = await post(a.node('north'), 'l-1', { to: 'south', words: 'hello', commandId: commandOf(1) });
    const asPerson = (commandId: string, more: { readonly expectedVersion?: number } = {}) =>
      b.node('north').context.handle(letters, {
        ...{ commandId, key: 'l-1', command: { type: 'Expire' as const }, body: {}, ...more },
        actor: { kind: 'person', member: 'north', person: 'p-1', role: 'clerk', unit: 'desk' },
      });
    expect(handled).toMatchObject({ ok: true, version: 0 });
    expect(await asPerson(commandOf(2), { expectedVersion: 0 })).toMatchObject({ ok: true, events: [{ type: 'Expired' }] });
    await Promise.all([a.stop(), b.stop()]);
  });

  it('takes over a lane at the number that the other has reached, and asks the source for nothing', async () => {
    const parts = makeParts(['north', 'south']);
    const south = must(parts.stores.get('south'));
    const second = replicaOf(parts, 7);
    const source = await startHouses({ ...parts, stores: new Map([...parts.stores, ['south', south]]) });
    const asked: number[] = [];
    const other = await startHouses({ ...second, stores: new Map([['south', deaf(south)]]) }, undefined, {
      hears: ['north'],
      source: {
        fetch: (_, after) => {
          asked.push(after);
          return Promise.reject(new Error('Nobody is there'));
        },
      },
    });
    const send = (n: number) => post(source.node('north'), `l-${String(n)}`, { to: 'south', words: 'hello', commandId: commandOf(n) });
    for (const n of [1, 2, 3]) await send(n);
    await source.settled();
    // The first instance gives the lane away; the source goes on.
    await source.node('south').stop();
    for (const n of [4, 5]) await send(n);
    await source.node('north').settled();
    await other.settled();
    expect((await south.readStream('received-north')).head).toBe(5);
    expect(asked).toEqual([]);
    expect(await eventsOf(south, 'receipt-')).toHaveLength(5);
    await other.stop();
    await source.node('north').stop();
  });

  it('stays away from a lane that the other found forked, until it is opened again', async () => {
    const parts = makeParts(['north', 'south']);
    const second = replicaOf(parts, 7);
    const [a, b] = [await startHouses(parts), await startHouses(second)];
    for (const n of [1, 2]) await post(a.node('north'), `l-${String(n)}`, { to: 'south', words: 'hello', commandId: commandOf(n) });
    await settleAll(a, b);
    const forged = { number: 1, id: commandOf(99), type: 'house.letter-sent.v1', data: { letter: 'x', words: 'y' }, position: '1' };
    const watermark = { storeId: 'north', position: '99', revision: 2 };
    await expect(parts.exchange.send({ from: 'north', to: 'south' }, { facts: [forged], watermark })).rejects.toMatchObject({
      code: 'LANE_FORKED',
    });
    await settleAll(a, b);
    await a.node('south').stop();
    await expect(parts.exchange.send({ from: 'north', to: 'south' }, { facts: [], watermark })).rejects.toMatchObject({
      code: 'LANE_FORKED',
    });
    expect((await must(parts.stores.get('south')).readStream('fork-north')).head).toBe(0);
    await Promise.all([a.node('north').stop(), b.stop()]);
  });
});

describe('deadlines that come due together', () => {
  it('2,000 in one second: in due order, none early, none twice', async () => {
    const parts = makeParts(['north', 'south']);
    const first = await startHouses(parts);
    const started = parts.clock.now();
    // Four deadlines in each of 500 instants, posted in no order of their names.
    for (let tick = 0; tick < 500; tick += 1) {
      await Promise.all(
        [0, 1, 2, 3].map((n) => {
          const letter = `l-${String((tick * 7_919 + n * 104_729) % 1_000_003)}`;
          return post(first.node('north'), letter, { to: 'south', words: 'hello', commandId: commandOf(tick * 4 + n) });
        }),
      );
      parts.clock.advance(2);
    }
    await first.settled();
    await first.stop();
    // Another life, that has folded nothing yet, on a store that answers in an order of its own.
    const slow = reluctant(must(parts.stores.get('north')));
    const houses = await startHouses({
      ...makeParts(['north', 'south']),
      stores: new Map([...parts.stores, ['north', slow]]),
      keys: parts.keys,
      clock: parts.clock,
    });
    const north = houses.node('north');
    await houses.settled();
    const firings: number[] = [];
    // Half of them at once, then in the steps in which they come due.
    parts.clock.advance(EXPIRES_MS - 500);
    firings.push(await north.timers.fireDue());
    await houses.settled();
    for (let step = 0; step < 10; step += 1) {
      parts.clock.advance(50);
      firings.push(await north.timers.fireDue());
      await houses.settled();
    }
    expect(firings.reduce((sum, count) => sum + count, 0)).toBe(2_000);
    const dueAt = new Map<string, number>();
    const expired: { readonly stream: string; readonly due: number; readonly at: number }[] = [];
    for await (const { recorded } of history(north.store, north.store.head())) {
      if (recorded.type === 'Posted') dueAt.set(recorded.stream, toMs(instant(String(recorded.data['postedAt']))) + EXPIRES_MS);
      if (recorded.type === 'Expired')
        expired.push({
          stream: recorded.stream,
          due: must(dueAt.get(recorded.stream)),
          at: toMs(instant(String(recorded.data['expiredAt']))),
        });
    }
    expect(new Set(expired.map(({ stream }) => stream)).size).toBe(2_000);
    expect(expired).toHaveLength(2_000);
    expect(expired.filter(({ due, at }) => at < due)).toEqual([]);
    const dues = expired.map(({ due }) => due);
    expect(dues).toEqual([...dues].sort((one, other) => one - other));
    expect(toMs(parts.clock.now()) - toMs(started)).toBe(1_000 + EXPIRES_MS);
    expect(north.nextDue()).toBeUndefined();
    await houses.stop();
  });

  it.each(['before', 'after'] as const)(
    'are fired once when the node dies %s an answer is durable, before the view took it out',
    async (when) => {
      const parts = makeParts(['north', 'south']);
      const first = await startHouses(parts);
      for (let n = 0; n < 5; n += 1)
        await post(first.node('north'), `l-${String(n)}`, { to: 'south', words: 'hello', commandId: commandOf(n) });
      await first.settled();
      await first.stop();
      parts.clock.advance(EXPIRES_MS);
      const { store, isDead } = mortal(must(parts.stores.get('north')), 3, when);
      const doomed = await startHouses({ ...parts, stores: new Map([...parts.stores, ['north', store]]) });
      await doomed
        .node('north')
        .timers.fireDue()
        .catch(() => undefined);
      expect(isDead()).toBe(true);
      await doomed.stop().catch(() => undefined);
      // The view file is as old as it was: all five deadlines stand in it.
      const again = await startHouses({ ...makeParts(['north', 'south']), stores: parts.stores, keys: parts.keys, clock: parts.clock });
      await again.settled();
      await again.node('north').timers.fireDue();
      await again.settled();
      const { events } = await must(parts.stores.get('north')).readAll({ limit: 1_000 });
      const expired = events.filter(({ type }) => type === 'Expired').map((event) => decodeEvent(event).stream);
      expect(expired).toHaveLength(5);
      expect(new Set(expired).size).toBe(5);
      expect(again.node('north').nextDue()).toBeUndefined();
      await again.stop();
    },
  );
});
