import { describe, expect, it } from '@jest/globals';
import { type AllPage, type EventStore } from '../event-store.ts';
import { realTime } from '../machine-time.ts';
import { createLogReader } from './log-reader.ts';
import { readingsOf } from './received.ts';

/** A store that answers a turn later, and counts how often it is asked. */
function countingStore(answer: () => AllPage): { readonly store: EventStore; readonly asked: () => number } {
  let asked = 0;
  const nothing = (): Promise<never> => Promise.reject(new Error('not asked here'));
  const store: EventStore = {
    ...{
      storeId: 'counted',
      capabilities: { adapter: 'test', durable: false, multiStreamAppend: true },
      append: nothing,
      readStream: nothing,
    },
    async readAll() {
      asked += 1;
      await new Promise(setImmediate);
      return answer();
    },
    subscribeAll: () => {
      throw new Error('not asked here');
    },
    ...{ head: () => 10n, onAppended: () => () => undefined, close: () => Promise.resolve() },
  };
  return { store, asked: () => asked };
}

const understood = { receives: [], views: [], memories: [], policies: [], effects: [], timers: [] };
const readerOf = (store: EventStore) =>
  createLogReader({ store, readings: readingsOf(understood), time: realTime, report: () => undefined });

describe('consumers that read the same page from further back', () => {
  it('share it while it is under way, and a later one sees the store as it is then', async () => {
    const { store, asked } = countingStore(() => ({ events: [], next: 9n, atHead: false }));
    const reader = readerOf(store);
    const [one, other] = await Promise.all([reader.read(4n, 500), reader.read(4n, 500)]);
    expect(other).toBe(one);
    expect(asked()).toBe(1);
    expect(await reader.read(4n, 500)).not.toBe(one);
    await Promise.all([reader.read(4n, 500), reader.read(5n, 500), reader.read(5n, 1)]);
    expect(asked()).toBe(5);
    reader.close();
  });

  it('share its failure, and each tries again', async () => {
    let isAway = true;
    const { store, asked } = countingStore(() => {
      if (isAway) throw new Error('out of reach');
      return { events: [], next: 9n, atHead: false };
    });
    const reader = readerOf(store);
    const [one, other] = await Promise.allSettled([reader.read(4n, 500), reader.read(4n, 500)]);
    expect([one.status, other.status, asked()]).toEqual(['rejected', 'rejected', 1]);
    isAway = false;
    expect(await reader.read(4n, 500)).toMatchObject({ next: 9n });
    reader.close();
  });
});
