import { describe, expect, it } from '@jest/globals';
import { realTime } from '../machine-time.ts';
import { startConsumer } from './consumer.ts';
import { type LogReader } from './log-reader.ts';

const PAGES = 8;
const PAGE_MS = 6;

/** A log of so many pages that are all there: reading it waits for nothing. */
const reader: LogReader = {
  read: (after) => Promise.resolve({ entries: [], next: after < BigInt(PAGES) ? after + 1n : after }),
  head: () => BigInt(PAGES),
  behind: () => 0,
  failing: () => undefined,
  onEntries: () => undefined,
  beyond: () => new Promise(() => undefined),
  refresh: () => Promise.resolve(),
  isClosed: () => false,
  close: () => undefined,
};

describe('a consumer that catches up', () => {
  it('lets others have the event loop on the way', async () => {
    const turns: number[] = [];
    let handled = 0;
    const consumer = startConsumer({
      node: 'police',
      name: 'slow',
      reader,
      time: realTime,
      after: 0n,
      batchMax: 1,
      handle() {
        const from = performance.now();
        while (performance.now() - from < PAGE_MS);
        handled += 1;
      },
      report: () => undefined,
    });
    const look = (): void => {
      turns.push(handled);
      if (handled < PAGES) setImmediate(look);
    };
    setImmediate(look);
    await consumer.through(BigInt(PAGES));
    await consumer.stop();
    expect(handled).toBe(PAGES);
    expect(turns.filter((seen) => seen < PAGES).length).toBeGreaterThanOrEqual(2);
  });
});
