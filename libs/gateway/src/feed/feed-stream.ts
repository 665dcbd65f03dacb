import { type Clock, isBefore } from '@interlock/kernel';
import { CLOSE_CODES } from './close-codes.ts';
import { type Session, type SignedIn } from '../identity/session.ts';
import { type Row } from '../reads/rows.ts';

export interface FeedPage {
  readonly feed: string;
  readonly entries: readonly Row[];
  readonly head: number;
}

export interface FeedSource {
  readonly clock: Clock;
  readonly heartbeatMs: number;
  readonly slowReaderMs: number;
  /** The subscriber is gone. */
  readonly gone: AbortSignal;
  /** Entries after a number; throws when the caller may not. */
  read(after: number, limit: number): Promise<FeedPage>;
  /** Calls back when there may be more; returns the way to stop. */
  onChanged(listener: () => void): () => void;
}

export interface FeedMessage {
  readonly entry?: Row;
  readonly number: number;
  readonly feed: string;
  readonly head: number;
}

/** One page is all that waits for a slow reader: the next is read when this one is taken. */
const PAGE_ENTRIES = 100;
/** The view may be a moment behind its log. */
const CATCH_UP_MS = 20;
/** How often token and shutdown are looked at while nothing happens. */
const LOOK_MS = 1_000;

/** Everything after a number, then live, without a seam: the same numbered feed is read on and on, so there is no hand-over to get wrong. */
export async function* feedMessages(
  after: number,
  session: Session & { readonly person: SignedIn },
  source: FeedSource,
): AsyncGenerator<FeedMessage, void, undefined> {
  const bell = makeBell(source);
  let number = after;
  // A subscriber that has everything is told so at once.
  let quietSince = Number.NEGATIVE_INFINITY;
  try {
    while (!source.gone.aborted) {
      if (!isBefore(source.clock.now(), session.person.expiresAt)) {
        session.close?.(CLOSE_CODES.UNAUTHENTICATED, 'TOKEN_EXPIRED');
        return;
      }
      const page = await source.read(number, PAGE_ENTRIES);
      for (const entry of page.entries) {
        number += 1;
        yield* handedOver({ entry, number, feed: page.feed, head: page.head }, session, source);
        quietSince = performance.now();
      }
      if (page.head > number) {
        if (page.entries.length === 0) await bell.rung(CATCH_UP_MS);
        continue;
      }
      if (performance.now() - quietSince >= source.heartbeatMs) {
        yield* handedOver({ number, feed: page.feed, head: page.head }, session, source);
        quietSince = performance.now();
      }
      await bell.rung(Math.min(LOOK_MS, source.heartbeatMs));
    }
  } finally {
    bell.stop();
  }
}

/** A reader that does not take a message is sent away, with the code that says: come back with your cursor. */
function* handedOver(message: FeedMessage, session: Session, { slowReaderMs }: FeedSource): Generator<FeedMessage, void, undefined> {
  const watch = setTimeout(() => session.close?.(CLOSE_CODES.TOO_SLOW, 'FEED_TOO_SLOW'), slowReaderMs).unref();
  try {
    yield message;
  } finally {
    clearTimeout(watch);
  }
}

/** Rings that come while nobody waits are kept: nothing that happens during a read is slept over. */
function makeBell(source: FeedSource): { rung(timeoutMs: number): Promise<void>; stop(): void } {
  let hasRung = false;
  let wake: (() => void) | undefined;
  const ring = (): void => {
    hasRung = true;
    wake?.();
  };
  const stop = source.onChanged(ring);
  source.gone.addEventListener('abort', ring);
  return {
    async rung(timeoutMs) {
      if (!hasRung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, timeoutMs);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      hasRung = false;
      wake = undefined;
    },
    stop() {
      stop();
      source.gone.removeEventListener('abort', ring);
    },
  };
}
