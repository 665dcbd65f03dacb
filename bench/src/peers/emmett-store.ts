import { randomUUID } from 'node:crypto';
import { join } from 'node:path';

/** What a task does with a competitor’s store, in the competitor’s own process. */
export interface PeerStore {
  append(stream: string, events: readonly PlainEvent[]): Promise<void>;
  /** Folds a stream; answers how many events it had. */
  load(stream: string): Promise<number>;
  /** Calls back for each event from the start, then live; resolves to the way to stop. */
  consume(id: string, handle: (data: Readonly<Record<string, unknown>>) => void): Promise<() => Promise<void>>;
}

export interface PlainEvent {
  readonly type: 'StopOrdered';
  readonly data: Record<string, unknown>;
}

export type PeerKind = 'sqlite' | 'sqlite-shared' | 'postgres';

/** `place` is a folder, or the server’s address. */
export function openPeer(kind: PeerKind, place: string): Promise<PeerStore> {
  return kind === 'postgres' ? openPostgres(place) : openSqlite(place, kind === 'sqlite-shared');
}

/** By default it opens a connection for each call; shared is the kindest tuning: one connection, and callers that queue in front of it. */
async function openSqlite(folder: string, isShared: boolean): Promise<PeerStore> {
  const emmett = await import('@event-driven-io/emmett-sqlite');
  const fileName = join(folder, `emmett-${randomUUID()}.sqlite`);
  const connection = isShared ? emmett.sqliteConnection({ fileName }) : undefined;
  await connection?.command('PRAGMA synchronous = FULL');
  const store = emmett.getSQLiteEventStore({ fileName, ...(connection && { connectionOptions: { singleton: true, connection } }) });
  let tail: Promise<unknown> = Promise.resolve();
  return {
    async append(stream, events) {
      if (!isShared) {
        await store.appendToStream(stream, [...events]);
        return;
      }
      const result = tail.then(() => store.appendToStream(stream, [...events]));
      tail = result.catch(() => undefined); // its caller hears of it
      await result;
    },
    async load(stream) {
      const { state } = await store.aggregateStream(stream, { initialState: () => 0, evolve: (count: number) => count + 1 });
      return state;
    },
    async consume(id, handle) {
      const consumer = store.consumer();
      consumer.processor({ processorId: id, startFrom: 'BEGINNING', eachMessage: (event) => handle(event.data) });
      const running = consumer.start().catch(() => undefined); // stopping it may end it with an error
      return async () => {
        await consumer.stop();
        await running;
        await consumer.close();
      };
    },
  };
}

async function openPostgres(address: string): Promise<PeerStore> {
  const emmett = await import('@event-driven-io/emmett-postgresql');
  const store = emmett.getPostgreSQLEventStore(address);
  return {
    async append(stream, events) {
      await store.appendToStream(stream, [...events]);
    },
    async load(stream) {
      const { state } = await store.aggregateStream(stream, { initialState: () => 0, evolve: (count: number) => count + 1 });
      return state;
    },
    consume: () => Promise.reject(new Error('not measured')),
  };
}
