import { type EventStore, type Position, type SubscriptionMessage, StoreError } from '@interlock/kernel';
import { makeSignal } from './signal.ts';

/** Events held for one subscriber at a time: what bounds its memory when it is slow. */
const PAGE_EVENTS = 256;

/**
 * History, then live, as pages of one reader: there is no seam where an event could fall through. `caught-up` comes when
 * the head is first reached, and again each time after more than a page had piled up.
 *
 * A place beyond the head is refused: the store was restored from an older backup, and waiting would skip what comes next.
 */
export async function* subscribe(
  store: Pick<EventStore, 'readAll' | 'head' | 'onAppended'>,
  onClosed: (listener: () => void) => () => void,
  options: { readonly after: Position; readonly signal: AbortSignal; readonly streamPrefixes?: readonly string[] },
): AsyncGenerator<SubscriptionMessage, void, undefined> {
  const { signal, streamPrefixes } = options;
  let after = options.after;
  if (after > store.head()) {
    const message = `No event ${after} here: the log ends at ${store.head()}. Was it restored from an older backup?`;
    throw new StoreError('POSITION_BEYOND_HEAD', message);
  }
  const wake = makeSignal();
  let over = signal.aborted;
  const end = (): void => {
    over = true;
    wake.fire();
  };
  const ended = (): boolean => over; // changes while the consumer holds the generator
  signal.addEventListener('abort', end, { once: true });
  const stopListening = [store.onAppended(wake.fire), onClosed(end)];
  try {
    let behind = true;
    while (!ended()) {
      const page = await store.readAll({ after, limit: PAGE_EVENTS, ...(streamPrefixes && { streamPrefixes }) });
      for (const event of page.events) {
        if (ended()) return;
        yield { type: 'event', event };
      }
      if (ended()) return;
      const last = page.events.at(-1)?.position ?? after;
      if (page.next > last) yield { type: 'checkpoint', position: page.next };
      after = page.next;
      if (!page.atHead) {
        behind = true;
        continue;
      }
      if (behind) yield { type: 'caught-up', position: after };
      behind = false;
      // Looked at and waited for in one go: an append in between would not wake us.
      if (store.head() <= after && !ended()) await wake.next();
    }
  } finally {
    signal.removeEventListener('abort', end);
    for (const stop of stopListening) stop();
  }
}
