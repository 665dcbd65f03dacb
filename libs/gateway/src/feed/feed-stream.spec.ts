import { describe, expect, it } from '@jest/globals';
import { type Instant, instant } from '@interlock/kernel';
import fc from 'fast-check';
import { type FeedMessage, type FeedSource, feedMessages } from './feed-stream.ts';

const NOON = instant('2026-03-02T04:00:00.000Z');
const EVENING = instant('2026-03-02T12:00:00.000Z');

/** A feed that grows by hand, whose view may be behind its head. */
function growingFeed(options: Partial<Pick<FeedSource, 'heartbeatMs' | 'slowReaderMs'>> = {}) {
  const listeners = new Set<() => void>();
  let now: Instant = NOON;
  let head = 0;
  let shown = 0;
  const gone = new AbortController();
  const source: FeedSource = {
    ...{ heartbeatMs: 60_000, slowReaderMs: 60_000, gone: gone.signal, ...options },
    clock: { now: () => now, monotonicMs: () => 0, wakeAt: () => () => undefined },
    async read(after, limit) {
      const count = Math.max(0, Math.min(shown - after, limit));
      return { feed: 'bank-rural', head, entries: Array.from({ length: count }, (_, index) => ({ number: after + index + 1 })) };
    },
    onChanged(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return {
    source,
    gone,
    listeners,
    grow(by: number, isShown = true): void {
      head += by;
      if (isShown) shown = head;
      for (const listener of listeners) listener();
    },
    catchUp: () => (shown = head),
    tokenEnds: () => (now = EVENING),
  };
}

function sessionOf(closed: number[]) {
  const actor = { kind: 'person', member: 'bank-rural', person: 'p-1', role: 'operator', unit: 'branch-one' } as const;
  return { stale: [], person: { actor, token: 't', expiresAt: EVENING }, close: (code: number) => closed.push(code) };
}

async function takeThrough(stream: AsyncGenerator<FeedMessage, void, undefined>, last: number): Promise<readonly number[]> {
  const numbers: number[] = [];
  while (numbers.at(-1) !== last) {
    const { value, done } = await stream.next();
    if (done === true) break;
    if (value.entry) numbers.push(value.number);
  }
  return numbers;
}

describe('S1: replay, then live, without a seam', () => {
  it('misses and repeats nothing, wherever it starts and however the feed grows while it is read', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(250),
        fc.array(fc.integer({ min: 1, max: 130 }), { maxLength: 6 }),
        fc.nat(300),
        async (before, growth, after) => {
          const feed = growingFeed();
          feed.grow(before);
          const start = Math.min(after, before);
          const stream = feedMessages(start, sessionOf([]), feed.source);
          const last = before + growth.reduce((sum, by) => sum + by, 0);
          const taken = last === start ? Promise.resolve([]) : takeThrough(stream, last);
          for (const by of growth) {
            await Promise.resolve();
            feed.grow(by);
          }
          expect(await taken).toEqual(Array.from({ length: last - start }, (_, index) => start + index + 1));
          feed.gone.abort();
          await stream.return();
          expect(feed.listeners.size).toBe(0);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('waits for a view that is behind its log, and skips nothing', async () => {
    const feed = growingFeed();
    feed.grow(2);
    feed.grow(1, false);
    const stream = feedMessages(0, sessionOf([]), feed.source);
    const taken = takeThrough(stream, 3);
    await new Promise((resolve) => setImmediate(resolve));
    feed.catchUp();
    expect(await taken).toEqual([1, 2, 3]);
  });

  it('tells a subscriber that has everything so at once, and again at each heartbeat', async () => {
    const feed = growingFeed({ heartbeatMs: 5 });
    feed.grow(4);
    const stream = feedMessages(4, sessionOf([]), feed.source);
    for (let beat = 0; beat < 3; beat += 1) expect((await stream.next()).value).toEqual({ number: 4, feed: 'bank-rural', head: 4 });
  });
});

describe('who is sent away', () => {
  it('is whoever takes no message in time, with the code that says to come back', async () => {
    const sentAway = Promise.withResolvers<number>();
    const feed = growingFeed({ slowReaderMs: 5 });
    feed.grow(1);
    const stream = feedMessages(0, { ...sessionOf([]), close: sentAway.resolve }, feed.source);
    await stream.next();
    expect(await sentAway.promise).toBe(4410);
  });

  it('is whoever’s token ends, before another entry is read', async () => {
    const closed: number[] = [];
    const feed = growingFeed();
    const stream = feedMessages(0, sessionOf(closed), feed.source);
    await stream.next();
    feed.tokenEnds();
    feed.grow(1);
    expect((await stream.next()).done).toBe(true);
    expect(closed).toEqual([4401]);
  });
});
