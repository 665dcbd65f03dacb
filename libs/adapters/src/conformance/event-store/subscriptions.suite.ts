import { expect } from '@jest/globals';
import { type Position, type StoredEvent, type SubscriptionMessage, START } from '@interlock/kernel';
import {
  type Harness,
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
} from './harness.testing.ts';

const HAND_OVER_SEEDS = 100;

/** Cases 27 to 35, 54 and 59: history, then live, without a seam. */
export function subscriptionCases({ store, restart, test }: Harness, durable: boolean): void {
  const numbers = (messages: readonly SubscriptionMessage[]): readonly number[] =>
    eventsIn(messages).map(({ id }) => Number.parseInt(id.slice(-12), 16));
  const span = (first: number, last: number): readonly number[] => Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const placesOf = (stored: readonly StoredEvent[]): string => stored.map(({ position, id }) => `${position} ${id}`).join();
  const append = (number: number): Promise<unknown> => store().append([write(`case-n${number}`, 'no-stream', event(number))]);

  test(27, 'from the start, from the middle and from the end', async () => {
    await fill(store(), 10, 1);
    const all = await readEverything(store());
    expect(numbers(await listen(store(), {}, caughtUp))).toEqual(span(0, 9));
    expect(numbers(await listen(store(), { after: all[5]?.position ?? START }, caughtUp))).toEqual(span(6, 9));
    const fromEnd = listen(store(), { after: store().head() }, (messages) => eventsIn(messages).length > 0);
    await append(10);
    expect(numbers(await fromEnd)).toEqual([10]);
  });

  test(28, `hand-over under continuous writes: no loss, no repetition, order kept (${HAND_OVER_SEEDS} starts)`, async () => {
    const total = 400;
    const last = idOf(total - 1);
    const subscribers: Promise<readonly SubscriptionMessage[]>[] = [];
    for (let number = 0; number < total; number += 1) {
      if (number % (total / HAND_OVER_SEEDS) === 0)
        subscribers.push(listen(store(), {}, (messages) => eventsIn(messages).at(-1)?.id === last));
      if (number % 7 === 0) await append(number);
      else void append(number);
    }
    const heard = await Promise.all(subscribers);
    const wanted = placesOf(await readEverything(store()));
    for (const messages of heard) expect(placesOf(eventsIn(messages))).toBe(wanted);
    expect(subscribers.length).toBe(HAND_OVER_SEEDS);
  });

  test(29, 'a slow consumer loses nothing and holds back nobody', async () => {
    const ending = new AbortController();
    const slow = store().subscribeAll({ after: START, signal: ending.signal })[Symbol.asyncIterator]();
    await append(0);
    expect((await slow.next()).value).toMatchObject({ type: 'event', event: { id: idOf(0) } });
    await Promise.all(span(1, 1_500).map(append));
    const seen: string[] = [];
    while (seen.length < 1_500) {
      const message = await nextOf(slow);
      if (message?.type === 'event') seen.push(message.event.id);
    }
    const stored = await readEverything(store());
    expect(seen).toEqual(stored.slice(1).map(({ id }) => id));
    ending.abort();
    expect((await slow.next()).done).toBe(true);
  });

  test(30, 'caught-up comes after the last event of the history, and again after falling behind', async () => {
    await fill(store(), 5, 1);
    const ending = new AbortController();
    const subscription = store().subscribeAll({ after: START, signal: ending.signal })[Symbol.asyncIterator]();
    const next = (): Promise<SubscriptionMessage | undefined> => nextOf(subscription);
    for (let number = 0; number < 5; number += 1) expect((await next())?.type).toBe('event');
    expect(await next()).toEqual({ type: 'caught-up', position: store().head() });
    await append(5);
    expect((await next())?.type).toBe('event');
    await Promise.all(span(6, 1_400).map(append));
    const messages: SubscriptionMessage[] = [];
    while (messages.at(-1)?.type !== 'caught-up') {
      const message = await next();
      if (message) messages.push(message);
    }
    expect(eventsIn(messages).length).toBe(1_395);
    expect(messages.at(-1)).toEqual({ type: 'caught-up', position: store().head() });
    ending.abort();
    expect(await next()).toBeUndefined();
  });

  test(30, 'caught-up comes at once on an empty log', async () => {
    expect(await listen(store(), {}, caughtUp)).toEqual([{ type: 'caught-up', position: START }]);
  });

  test([26, 31], 'checkpoints move while everything is left out, and a restart from one delivers exactly the rest', async () => {
    await fill(store(), 600, 2);
    const silent = await listen(store(), { streamPrefixes: ['lane-'] }, caughtUp);
    expect(eventsIn(silent)).toEqual([]);
    expect(silent.filter(({ type }) => type === 'checkpoint').at(-1)).toEqual({ type: 'checkpoint', position: store().head() });
    let checkpoint: Position = START;
    const first: number[] = [];
    for (const { id, position } of eventsIn(await listen(store(), { streamPrefixes: ['case-0'] }, (messages) => messages.length === 90))) {
      first.push(Number.parseInt(id.slice(-12), 16));
      checkpoint = position;
    }
    const rest = await listen(store(), { after: checkpoint, streamPrefixes: ['case-0'] }, caughtUp);
    expect([...first, ...numbers(rest)]).toEqual(span(0, 299).map((number) => number * 2));
  });

  test([32, 59], 'nothing comes after the signal, in the middle of a page, while waiting, or before the start', async () => {
    await fill(store(), 20, 1);
    const ending = new AbortController();
    const seen: string[] = [];
    for await (const message of store().subscribeAll({ after: START, signal: ending.signal })) {
      seen.push(message.type);
      if (seen.length === 3) ending.abort();
    }
    expect(seen).toEqual(['event', 'event', 'event']);
    const waiting = new AbortController();
    const subscription = store().subscribeAll({ after: store().head(), signal: waiting.signal })[Symbol.asyncIterator]();
    expect((await subscription.next()).value).toEqual({ type: 'caught-up', position: store().head() });
    const silent = subscription.next();
    waiting.abort();
    expect((await silent).done).toBe(true);
    expect(await listen(store(), {}, () => true)).toHaveLength(1);
    const aborted = store().subscribeAll({ after: START, signal: AbortSignal.abort() });
    expect((await aborted[Symbol.asyncIterator]().next()).done).toBe(true);
  });

  test(33, 'a consumer that throws fails visibly, and starts again where its checkpoint stands', async () => {
    await fill(store(), 6, 1);
    let checkpoint: Position = START;
    const consume = async (fails: boolean): Promise<readonly string[]> => {
      const handled: string[] = [];
      for await (const message of store().subscribeAll({ after: checkpoint, signal: new AbortController().signal })) {
        if (message.type === 'caught-up') return handled;
        if (message.type !== 'event') continue;
        if (fails && handled.length === 3) throw new Error('the handler failed');
        handled.push(message.event.id);
        checkpoint = message.event.position;
      }
      return handled;
    };
    await expect(consume(true)).rejects.toThrow('the handler failed');
    expect(await consume(false)).toEqual([idOf(3), idOf(4), idOf(5)]);
  });

  test(34, 'closing the store ends its subscriptions, in catch-up and live', async () => {
    await fill(store(), 10, 1);
    const ending = new AbortController();
    const live = store().subscribeAll({ after: store().head(), signal: ending.signal })[Symbol.asyncIterator]();
    await live.next();
    const waiting = live.next();
    const behind = store().subscribeAll({ after: START, signal: ending.signal })[Symbol.asyncIterator]();
    await behind.next();
    await store().close();
    expect((await waiting).done).toBe(true);
    expect((await behind.next()).done).toBe(true);
    expect(await refusalOf(append(10))).toMatchObject({ code: 'STORE_CLOSED' });
    expect(await refusalOf(store().readAll())).toMatchObject({ code: 'STORE_CLOSED' });
  });

  if (durable)
    test([31, 34], 'a restart of the store in between loses and repeats nothing', async () => {
      await fill(store(), 20, 1);
      const before = await listen(store(), {}, (messages) => messages.length === 8);
      await restart();
      await append(20);
      const after = eventsIn(before).at(-1)?.position ?? START;
      expect([...numbers(before), ...numbers(await listen(store(), { after }, caughtUp))]).toEqual(span(0, 20));
    });

  if (durable)
    test([31, 34], 'a restart while a subscriber is live: from its place on it hears all that comes, once', async () => {
      await fill(store(), 3, 1);
      const ending = new AbortController();
      const live = store().subscribeAll({ after: START, signal: ending.signal })[Symbol.asyncIterator]();
      const heard: SubscriptionMessage[] = [];
      while (!caughtUp(heard)) heard.push((await nextOf(live)) ?? { type: 'caught-up', position: START });
      await append(3);
      heard.push((await nextOf(live)) ?? { type: 'caught-up', position: START });
      const waiting = nextOf(live);
      await restart();
      expect(await waiting).toBeUndefined();
      const after = eventsIn(heard).at(-1)?.position ?? START;
      const on = listen(store(), { after }, (messages) => eventsIn(messages).length === 2);
      await append(4);
      await append(5);
      expect([...numbers(heard), ...numbers(await on)]).toEqual(span(0, 5));
    });

  test(35, 'two subscribers do not depend on each other', async () => {
    await fill(store(), 4, 1);
    const ending = new AbortController();
    const idle = store().subscribeAll({ after: START, signal: ending.signal })[Symbol.asyncIterator]();
    await idle.next();
    expect(numbers(await listen(store(), {}, caughtUp))).toEqual(span(0, 3));
    expect((await idle.next()).value).toMatchObject({ event: { id: idOf(1) } });
    ending.abort();
    expect((await idle.next()).done).toBe(true);
  });

  test(54, 'a place beyond the head is refused: the log is an older copy of the one it comes from', async () => {
    await store().append([write('case-a', 'no-stream', ...events(0, 3))]);
    const wait = listen(store(), { after: store().head() + 1n }, () => true);
    expect(await refusalOf(wait)).toMatchObject({ code: 'POSITION_BEYOND_HEAD' });
  });
}
