import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { type Position } from '../event-store.ts';
import { instant } from '../instant.ts';
import { realTime } from '../machine-time.ts';
import { type Recorded } from '../stored-event.ts';
import { startConsumer } from './consumer.ts';
import { type Entry, type LogReader } from './log-reader.ts';

const PAGES = 8;
const PAGE_MS = 6;

function entryAt(position: Position): Entry {
  const recorded: Recorded = {
    ...{ id: randomUUID(), type: 'Noted', schemaVersion: 1, stream: 'note-1', data: {}, revision: Number(position), position },
    ...{ meta: { actor: { kind: 'policy', name: 'test' } }, recordedAt: instant('2026-03-01T12:00:00.000Z') },
  };
  return { recorded, type: recorded.type, message: { type: recorded.type } };
}

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
  it('reads many at once where it handles one at a time, and what failed is handled again', async () => {
    const asked: bigint[] = [];
    const handled: bigint[] = [];
    const consumer = startConsumer({
      ...{ node: 'police', name: 'one at a time', time: realTime, after: 0n, batchMax: 1, report: () => undefined },
      reader: {
        ...reader,
        read: (after, limit) => {
          asked.push(after);
          const positions = Array.from({ length: PAGES - Number(after) }, (_, at) => after + BigInt(at) + 1n).slice(0, limit);
          return Promise.resolve({ entries: positions.map(entryAt), next: positions.at(-1) ?? after });
        },
      },
      handle(entries) {
        handled.push(...entries.map(({ recorded }) => recorded.position));
        if (handled.length === 3) throw new Error('once');
      },
    });
    await consumer.through(BigInt(PAGES));
    await consumer.stop();
    expect(handled).toEqual([1n, 2n, 3n, 3n, 4n, 5n, 6n, 7n, 8n]);
    expect(asked.filter((after) => after < BigInt(PAGES))).toEqual([0n]);
  });

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
