import { type EventStore, type StoreErrorCode, isStoreError } from '@interlock/kernel';
import { Histogram } from 'prom-client';

const APPEND_BUCKETS = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2];

/** One for the process: stores are opened before there is anything that could ask. */
export const appendSeconds = new Histogram({
  name: 'interlock_event_append_seconds',
  help: 'Time from an append to its acknowledgement, by node',
  labelNames: ['node'],
  buckets: APPEND_BUCKETS,
  registers: [],
});

/** What no caller can mend: the disk is full, gone or damaged. */
const CANNOT_WRITE: ReadonlySet<StoreErrorCode> = new Set(['STORE_FULL', 'STORE_UNAVAILABLE', 'STORE_DAMAGED']);

const troubles = new WeakMap<EventStore, StoreErrorCode>();

/** The same store, each append timed (machine time), and remembered while none can be written. */
export function watchStore(node: string, store: EventStore): EventStore {
  const append: EventStore['append'] = async (writes) => {
    const end = appendSeconds.startTimer({ node });
    try {
      const appended = await store.append(writes);
      troubles.delete(watched);
      return appended;
    } catch (error) {
      if (isStoreError(error) && CANNOT_WRITE.has(error.code)) troubles.set(watched, error.code);
      throw error;
    } finally {
      end();
    }
  };
  const watched = new Proxy(store, { get: (of, key): unknown => (key === 'append' ? append : Reflect.get(of, key, of)) });
  return watched;
}

/** Why a watched store’s last append could not be written; nothing once one could. */
export function storeTrouble(store: EventStore): StoreErrorCode | undefined {
  return troubles.get(store);
}
