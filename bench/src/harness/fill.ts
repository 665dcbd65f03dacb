import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { openSqliteStores } from '@interlock/adapters';
import { tradeEvent } from './trade-event.ts';

const STREAM_EVENTS = 100;
const SIDE_BY_SIDE = 8;

/** A log with so many events of the trade, streams of a hundred; answers the streams’ names. */
export async function fillLog(path: string, events: number): Promise<void> {
  const stores = openSqliteStores({ threads: 1 });
  const store = await stores.open(path);
  for (let done = 0; done < events;) {
    const appends: Promise<unknown>[] = [];
    for (let i = 0; i < SIDE_BY_SIDE && done < events; i += 1) {
      const count = Math.min(STREAM_EVENTS, events - done);
      const stream = `order-${randomUUID()}`;
      appends.push(store.append([{ stream, expected: 'no-stream', events: Array.from({ length: count }, () => tradeEvent(stream)) }]));
      done += count;
    }
    await Promise.all(appends);
  }
  await stores.close();
}

/** One log with streams `order-0`, `order-1`, … of so many events each. */
export async function fillStreams(folder: string, code: string, streams: number, events: number): Promise<void> {
  const stores = openSqliteStores({ threads: 1 });
  const store = await stores.open(join(folder, `${code}.sqlite`));
  for (let number = 0; number < streams; number += 1) {
    const stream = `order-${number}`;
    for (let done = 0; done < events; done += STREAM_EVENTS) {
      const batch = Array.from({ length: Math.min(STREAM_EVENTS, events - done) }, () => tradeEvent(stream));
      await store.append([{ stream, expected: done === 0 ? 'no-stream' : done - 1, events: batch }]);
    }
  }
  await stores.close();
}
