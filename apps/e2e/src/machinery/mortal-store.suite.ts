import { type EventStore, StoreError } from '@interlock/kernel';

export interface MortalStore {
  readonly store: EventStore;
  readonly isDead: () => boolean;
  readonly appends: () => number;
}

/** A store whose process dies at its n-th append, just before or just after it became durable: from then on nothing answers. */
export function mortal(store: EventStore, dieAt: number, when: 'before' | 'after'): MortalStore {
  let appends = 0;
  let dead = false;
  const gone = (): StoreError => new StoreError('STORE_CLOSED', 'The process is gone');
  const alive = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (dead) throw gone();
    return work();
  };
  return {
    store: {
      ...store,
      append: (writes) =>
        alive(async () => {
          appends += 1;
          if (appends !== dieAt) return store.append(writes);
          dead = true;
          if (when === 'after') await store.append(writes);
          throw gone();
        }),
      readStream: (stream, options) => alive(() => store.readStream(stream, options)),
      readAll: (options) => alive(() => store.readAll(options)),
    },
    isDead: () => dead,
    appends: () => appends,
  };
}
