import { type EventStore, type Position, type SubscriptionMessage, isStoreError } from '@interlock/kernel';
import { subscribe } from '../event-log/subscribe.ts';
import { type Connection } from './connection.ts';
import { type Reads } from './reads.ts';

/**
 * Pages of one reader, woken by what the follower hears. A server that is away only delays it: it goes on where it stood, in
 * catch-up and live. Whether a place lies beyond the head is asked of the server, since another process may have got further.
 */
export async function* subscribePatiently(
  store: EventStore,
  given: {
    readonly reads: Reads;
    readonly connection: Connection;
    readonly onClosed: (listener: () => void) => () => void;
    reach(position: Position): void;
  },
  wanted: Parameters<EventStore['subscribeAll']>[0],
): AsyncGenerator<SubscriptionMessage, void, undefined> {
  if (wanted.after > store.head()) given.reach(await given.reads.lastPosition());
  const readAll: EventStore['readAll'] = async (options) => {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await store.readAll(options);
      } catch (error) {
        // Closed in between: the subscription ends, which is no error.
        if (isStoreError(error, 'STORE_CLOSED') || wanted.signal.aborted) return { events: [], next: wanted.after, atHead: true };
        if (!isStoreError(error, 'STORE_UNAVAILABLE')) throw error;
        await given.connection.pause(attempt);
      }
    }
  };
  yield* subscribe({ ...store, readAll }, given.onClosed, wanted);
}
