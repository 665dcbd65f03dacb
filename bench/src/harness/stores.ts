import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type EventStore, type Appended } from '@interlock/kernel';
import { openSqliteStores } from '@interlock/adapters';
import { tradeEvent } from './trade-event.ts';

/** Events of one stream before the next stream begins. */
const STREAM_EVENTS = 10;

export interface OpenStore {
  readonly store: EventStore;
  close(): Promise<void>;
}

/** Our log on this disk, as a node opens it. */
export async function openStore(folder: string, name = randomUUID()): Promise<OpenStore> {
  const stores = openSqliteStores({ threads: 1 });
  const store = await stores.open(join(folder, `${name}.sqlite`));
  return { store, close: () => stores.close() };
}

/** One caller: each call appends so many events, exactly after the last; a new stream every ten calls. */
export function appender(store: EventStore, events = 1): () => Promise<Appended> {
  let stream = '';
  let calls = 0;
  let head = -1;
  return async () => {
    if (calls % STREAM_EVENTS === 0) {
      stream = `order-${randomUUID()}`;
      head = -1;
    }
    calls += 1;
    const batch = Array.from({ length: events }, () => tradeEvent(stream));
    const appended = await store.append([{ stream, expected: head === -1 ? 'no-stream' : head, events: batch }]);
    head = appended.writes[0]?.lastRevision ?? head;
    return appended;
  };
}

/** The same for a competitor. */
export function peerAppender(append: (stream: string, events: number) => Promise<void>, events = 1): () => Promise<void> {
  let stream = '';
  let calls = 0;
  return async () => {
    if (calls % STREAM_EVENTS === 0) stream = `order-${randomUUID()}`;
    calls += 1;
    await append(stream, events);
  };
}
