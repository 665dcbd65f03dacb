import { type EventStore, StoreError } from '@interlock/kernel';
import { type Chaos } from './chaos.ts';
import { cross } from './crossing.ts';
import { type Life } from './life.ts';

/** A log as one process sees it: what it holds survives the process, the process does not survive every call. */
export function simulatedStore(chaos: Chaos, life: Life, durable: EventStore): EventStore {
  const refusal = (): Error | undefined =>
    chaos.happens('storeRefuses') ? new StoreError('STORE_UNAVAILABLE', 'The store is out of reach') : undefined;
  const unknown = (what: 'storeUnknown' | 'storeLate') => (): Error | undefined =>
    chaos.happens(what) ? new StoreError('STORE_UNAVAILABLE', 'No answer from the store', { outcomeUnknown: true }) : undefined;
  return {
    ...durable,
    append: (writes) =>
      cross(chaos, life, {
        name: `append ${writes.map(({ stream }) => stream).join(' ')}`,
        perform: () => durable.append(writes),
        refusal,
        unknown: unknown('storeUnknown'),
        late: unknown('storeLate'),
      }),
    readStream: (stream, options) =>
      cross(chaos, life, { name: `read ${stream}`, isReading: true, perform: () => durable.readStream(stream, options), refusal }),
    readAll: (options) => cross(chaos, life, { name: 'read all', isReading: true, perform: () => durable.readAll(options), refusal }),
    onAppended(listener) {
      const stop = durable.onAppended((position) => {
        if (!life.isOver())
          life.time.after(chaos.delayMs(), () => {
            listener(position);
          });
      });
      life.onEnd(stop);
      return stop;
    },
  };
}
