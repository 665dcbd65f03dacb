import { expect } from '@jest/globals';
import { type Position, type StoredEvent, START } from '@interlock/kernel';
import { type Harness, event, events, fill, readEverything, write } from './harness.testing.ts';

/** Cases 20 to 26, 45 and 50: order and reads of the whole log. */
export function orderCases({ store, test }: Harness): void {
  const ids = (list: readonly StoredEvent[]): readonly string[] => list.map(({ id }) => id);

  test(20, 'positions strictly increase with commit order', async () => {
    let last: Position = START;
    for (let number = 0; number < 30; number += 1) {
      const { position } = await store().append([write(`case-${number}`, 'no-stream', event(number))]);
      expect(position > last).toBe(true);
      last = position;
    }
    const positions = (await readEverything(store())).map(({ position }) => position);
    expect(positions).toEqual([...positions].sort((one, other) => (one < other ? -1 : 1)));
  });

  test(21, 'the whole log is the merge of all streams', async () => {
    await fill(store(), 60);
    await store().append([write('case-0', 19, ...events(60, 2)), write('lane-city', 'any', ...events(62, 3))]);
    const all = await readEverything(store());
    expect(all.length).toBe(65);
    for (const stream of ['case-0', 'case-1', 'case-2', 'lane-city'])
      expect((await store().readStream(stream)).events).toEqual(all.filter((stored) => stored.stream === stream));
  });

  test(
    22,
    'a reader as fast as it can never sees a position and later a smaller one, while writers win, lose and are rolled back',
    async () => {
      let writing = true;
      const seen: Position[] = [];
      const read = async (): Promise<void> => {
        let after: Position = START;
        for (;;) {
          const over = !writing;
          const page = await store().readAll({ after, limit: 50 });
          seen.push(...page.events.map(({ position }) => position));
          for (const { position } of page.events) expect(position <= store().head()).toBe(true);
          after = page.next;
          if (over && page.atHead) return;
          await new Promise(setImmediate);
        }
      };
      const reading = read();
      const writers = Array.from({ length: 16 }, async (_, writer) => {
        for (let round = 0; round < 12; round += 1) {
          const number = writer * 1_000 + round * 10;
          await store().append([write(`case-${writer}`, round === 0 ? 'no-stream' : round * 3 - 1, ...events(number, 3))]);
          await store()
            .append([write(`case-${writer}`, 'no-stream', event(number + 5)), write('lane-city', 'any', event(number + 6))])
            .catch(() => undefined); // loses on purpose
        }
      });
      await Promise.all(writers);
      writing = false;
      await reading;
      expect(seen.length).toBe(16 * 12 * 3);
      expect(seen).toEqual((await readEverything(store())).map(({ position }) => position));
    },
  );

  test(22, 'an append that takes long is seen whole or not at all, and nothing that came after it is seen before it', async () => {
    const slow = Array.from({ length: 400 }, (_, index) => event(index, { text: 'x'.repeat(8_000) }));
    const appends = [
      store().append([write('case-slow', 'no-stream', ...slow)]),
      ...Array.from({ length: 40 }, (_, index) => store().append([write(`case-${index}`, 'no-stream', event(1_000 + index))])),
    ];
    let open = appends.length;
    for (const append of appends) void append.finally(() => (open -= 1));
    let after: Position = START;
    const seen: StoredEvent[] = [];
    for (let over = false; !over;) {
      over = open === 0;
      const page = await store().readAll({ after });
      const wasHalf = seen.concat(page.events).filter(({ stream }) => stream === 'case-slow').length % slow.length;
      if (page.atHead) expect(wasHalf).toBe(0);
      seen.push(...page.events);
      after = page.next;
      await new Promise(setImmediate);
    }
    expect(ids(seen)).toEqual(ids(await readEverything(store())));
    expect(seen.length).toBe(440);
    for (const { position } of await Promise.all(appends)) expect(seen.some((stored) => stored.position === position)).toBe(true);
  });

  test([45, 50], 'a clock that was set back an hour, in what is recorded, harms neither order nor ids', async () => {
    const before = event(0, { recordedAt: '2026-03-01T12:00:00.000Z' });
    const after = event(1, { recordedAt: '2026-03-01T11:00:00.000Z' });
    await store().append([write('case-a', 'no-stream', before)]);
    const appended = await store().append([write('case-a', 0, after), write('case-b', 'no-stream', event(2))]);
    expect(ids((await store().readStream('case-a')).events)).toEqual([before.id, after.id]);
    expect(ids(await readEverything(store()))).toEqual([before.id, after.id, event(2).id]);
    const again = [write('case-a', 0, event(1, { recordedAt: '2026-03-01T10:00:00.000Z' })), write('case-b', 'no-stream', event(2))];
    expect(await store().append(again)).toEqual({ ...appended, deduplicated: true });
  });

  test(23, 'pages of 1, 7 and 1,000 give the same sequence', async () => {
    await fill(store(), 40);
    const whole = ids(await readEverything(store(), 1_000));
    expect(whole.length).toBe(40);
    for (const limit of [1, 7, 40]) expect(ids(await readEverything(store(), limit))).toEqual(whole);
    const pages: string[] = [];
    for (let from = 0; from < 14; from += 3) pages.push(...ids((await store().readStream('case-0', { from, limit: 3 })).events));
    expect(pages).toEqual(ids((await store().readStream('case-0')).events));
  });

  test(24, 'backwards is the reverse of forwards, for a stream and for all', async () => {
    await fill(store(), 30);
    const { events: forwards } = await store().readStream('case-1');
    expect((await store().readStream('case-1', { direction: 'backwards' })).events).toEqual([...forwards].reverse());
    const upToFive = await store().readStream('case-1', { direction: 'backwards', from: 5, limit: 4 });
    expect(upToFive.events.map(({ revision }) => revision)).toEqual([5, 4, 3, 2]);
    expect(upToFive.head).toBe(9);
    const backwards: StoredEvent[] = [];
    let after: Position = START;
    for (;;) {
      const page = await store().readAll({ direction: 'backwards', after, limit: 7 });
      backwards.push(...page.events);
      after = page.next;
      if (page.atHead) break;
    }
    expect(backwards.reverse()).toEqual(await readEverything(store()));
  });

  test(25, 'reading from beyond the head is empty, not an error; so is a missing stream', async () => {
    expect(await store().readAll()).toEqual({ events: [], next: START, atHead: true });
    expect(await store().readAll({ direction: 'backwards' })).toMatchObject({ events: [], atHead: true });
    expect(await store().readStream('case-a')).toEqual({ events: [], head: -1 });
    await fill(store(), 3, 1);
    const beyond = store().head() + 1_000n;
    expect(await store().readAll({ after: beyond })).toEqual({ events: [], next: beyond, atHead: true });
    expect(await store().readStream('case-0', { from: 9 })).toEqual({ events: [], head: 2 });
    expect(ids((await store().readStream('case-0', { from: 9, direction: 'backwards' })).events).length).toBe(3);
  });

  test(26, 'a filter gives what the caller would have kept, and moves on past the rest', async () => {
    await fill(store(), 45);
    await store().append([write('lane-city', 'no-stream', ...events(45, 5)), write('lane-bank-red', 'any', event(50))]);
    await store().append([write('case-a', 'no-stream', ...events(51, 5))]);
    const all = await readEverything(store());
    const prefixes = ['lane-', 'case-1'];
    const kept = all.filter(({ stream }) => prefixes.some((prefix) => stream.startsWith(prefix)));
    for (const limit of [1, 4, 1_000]) expect(await readEverything(store(), limit, prefixes)).toEqual(kept);
    expect(await readEverything(store(), 10, [])).toEqual([]);
    expect(await store().readAll({ streamPrefixes: ['none-'] })).toEqual({ events: [], next: store().head(), atHead: true });
    const backwards = await store().readAll({ streamPrefixes: prefixes, direction: 'backwards' });
    expect([...backwards.events].reverse()).toEqual(kept);
  });
}
