import { StoreError } from '@interlock/kernel';
import { type LogOptions } from './messages.ts';
import { type SqliteEventStore, openSqliteEventStore } from './sqlite-event-store.ts';
import { type WriterThread, makeWriterThread } from './writer-threads.ts';

/** One thread for all would sync files one after another; one per file would cost its memory each. */
const THREADS = 4;

/** Event stores of this process, a file each, written by a small pool of threads. */
export interface SqliteStores {
  /** Opens the log, or makes it where there is none; the folder must exist. Throws STORE_IN_USE, STORE_NEWER, STORE_DAMAGED, STORE_UNAVAILABLE. */
  readonly open: (path: string, options?: LogOptions) => Promise<SqliteEventStore>;
  /** Closes every store that is open, then the threads. */
  readonly close: () => Promise<void>;
}

export function openSqliteStores({ threads = THREADS }: { readonly threads?: number } = {}): SqliteStores {
  const pool: readonly WriterThread[] = Array.from({ length: Math.max(1, threads) }, makeWriterThread);
  const stores = new Set<SqliteEventStore>();
  let isClosed = false;
  return {
    async open(path, options = {}) {
      if (isClosed) throw new StoreError('STORE_CLOSED', 'The pool of stores is closed');
      const store = await openSqliteEventStore(leastBusy(pool), path, options);
      stores.add(store);
      const close = async (): Promise<void> => {
        stores.delete(store);
        await store.close();
      };
      return { ...store, close };
    },
    async close() {
      isClosed = true;
      await Promise.all([...stores].map((store) => store.close()));
      stores.clear();
      await Promise.all(pool.map((thread) => thread.stop()));
    },
  };
}

function leastBusy(pool: readonly WriterThread[]): WriterThread {
  const [first, ...others] = pool;
  if (!first) throw new Error('A pool has a thread');
  return others.reduce((least, thread) => (thread.files() < least.files() ? thread : least), first);
}
