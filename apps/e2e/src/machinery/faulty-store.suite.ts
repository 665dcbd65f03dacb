import { type EventStore, StoreError } from '@interlock/kernel';

export interface FaultyStore {
  readonly store: EventStore;
  /** So many of the next calls of that kind fail. */
  fail(kind: 'append' | 'readAll' | 'readStream', times: number): void;
  /** Calls of that kind that failed so far. */
  failed(): number;
}

/** A store that is out of reach for some calls, and there again. */
export function faulty(store: EventStore): FaultyStore {
  const left = { append: 0, readAll: 0, readStream: 0 };
  let failed = 0;
  const reach = (kind: keyof typeof left): void => {
    if (left[kind] === 0) return;
    left[kind] -= 1;
    failed += 1;
    throw new StoreError('STORE_UNAVAILABLE', 'The store is out of reach');
  };
  return {
    store: {
      ...store,
      async append(writes) {
        reach('append');
        return store.append(writes);
      },
      async readAll(options) {
        reach('readAll');
        return store.readAll(options);
      },
      async readStream(stream, options) {
        reach('readStream');
        return store.readStream(stream, options);
      },
    },
    fail(kind, times) {
      left[kind] = times;
    },
    failed: () => failed,
  };
}
