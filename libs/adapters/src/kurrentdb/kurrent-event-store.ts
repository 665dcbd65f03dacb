import { type EventStore, type Position, type Trouble, START, StoreError } from '@interlock/kernel';
import { checkAppend, checkRead } from '../event-log/check-append.ts';
import { makeListeners } from '../event-log/listeners.ts';
import { makeAppender } from './appender.ts';
import { boundKeys } from './bound-keys.ts';
import { type Connection, type Patience, type SharedClient, connect, shareClient } from './connection.ts';
import { followLog } from './follow-log.ts';
import { identityOf } from './identity.ts';
import { failureOf, unavailable } from './kurrent-errors.ts';
import { type Names, makeNames } from './names.ts';
import { createRecentEvents } from './recent-events.ts';
import { type Reads, makeReads } from './reads.ts';
import { subscribePatiently } from './subscribe-patiently.ts';

export interface KurrentOptions extends Partial<Patience> {
  /** `kurrentdb://user:password@host:port?tls=true`, or `kurrentdb+discover://…` for a cluster. Server 26.1 or newer. */
  readonly url: string;
  /** What the node of a log has to know though nobody asked for it: what others append has not been heard for more than one try. */
  report?(trouble: Trouble): void;
}

/** Event stores of this process on one server, which share a client. */
export interface KurrentStores {
  /**
   * Opens the log of that prefix, or begins it where there is none. Any number of processes may have it open. Throws
   * STORE_UNAVAILABLE, STORE_DAMAGED, STORE_NEWER.
   */
  readonly open: (prefix: string) => Promise<EventStore>;
  /** Closes every store that is open, then the client. */
  readonly close: () => Promise<void>;
}

/** Events of a page of readAll when the caller names no limit. */
const PAGE_EVENTS = 1_000;
const DEADLINE_MS = 5_000;
const RETRY_FOR_MS = 5_000;
/** How long a reader at the end of the log waits for what the server is about to push, before it asks for it. */
const PUSH_MS_MAX = 50;

/**
 * The port on KurrentDB (ADR 0012). Any number of processes may open the same log: each appends with the same guarantees, and hears
 * what the others append.
 */
export function openKurrentStores(options: KurrentOptions): KurrentStores {
  const patience = { deadlineMs: options.deadlineMs ?? DEADLINE_MS, retryForMs: options.retryForMs ?? RETRY_FOR_MS };
  const shared = shareClient(options.url, patience.deadlineMs);
  const stores = new Set<EventStore>();
  let closing: Promise<void> | undefined;
  return {
    async open(prefix) {
      if (closing) throw new StoreError('STORE_CLOSED', 'The stores on KurrentDB are closed');
      const store = await openOne(shared, makeNames(prefix), {
        ...patience,
        report: (failed) => options.report?.({ node: prefix, ...failed }),
      });
      stores.add(store);
      const close = async (): Promise<void> => {
        stores.delete(store);
        await store.close();
      };
      return { ...store, close };
    },
    close: () =>
      (closing ??= (async () => {
        await Promise.all([...stores].map((store) => store.close()));
        await shared.close();
      })()),
  };
}

interface ToOpen extends Patience {
  report(failed: Omit<Trouble, 'node'>): void;
}

async function openOne(shared: SharedClient, names: Names, { report, ...patience }: ToOpen): Promise<EventStore> {
  const connection = connect(shared, patience.retryForMs);
  try {
    const reads = makeReads(connection, names);
    const storeId = await identityOf(connection, reads, names);
    const head = await reads.lastPosition();
    return openStore({ connection, names, reads, patience, storeId, head, report });
  } catch (error) {
    connection.close();
    if (error instanceof StoreError) throw error;
    throw unavailable(failureText(error));
  }
}

function failureText(error: unknown): string {
  const failure = failureOf(error);
  return 'message' in failure ? failure.message : failure.type;
}

interface Opened {
  readonly connection: Connection;
  readonly names: Names;
  readonly reads: Reads;
  readonly patience: Patience;
  readonly storeId: string;
  readonly head: Position;
  report(failed: Omit<Trouble, 'node'>): void;
}

function openStore({ connection, names, reads, patience, storeId, head, report }: Opened): EventStore {
  const appended = makeListeners<Position>();
  const closed = makeListeners<undefined>();
  const underWay = makeUnderWay();
  const recent = createRecentEvents(head);
  let acknowledged = head;
  let closing: Promise<void> | undefined;
  const reach = (position: Position): void => {
    if (position <= acknowledged) return;
    acknowledged = position;
    appended.tell(position);
  };
  const follower = followLog({
    ...{ connection, names, after: head, report },
    heard(events) {
      recent.add(events);
      reach(recent.through());
    },
  });
  const append = makeAppender({ connection, names, reads, retryForMs: patience.retryForMs, head: () => acknowledged });
  const refuseClosed = (): void => {
    if (closing) throw new StoreError('STORE_CLOSED', `The store of ${names.log} is closed`);
  };
  const store: EventStore = {
    storeId,
    capabilities: { adapter: 'kurrentdb', durable: true, multiStreamAppend: true, ownPositions: true },
    async bindKeys(keys) {
      refuseClosed();
      return underWay.track(boundKeys({ connection, reads, names, keys }));
    },
    async append(writes) {
      refuseClosed();
      checkAppend(writes);
      const answer = await underWay.track(append(writes));
      reach(answer.position);
      return answer;
    },
    async readStream(stream, read = {}) {
      refuseClosed();
      checkRead(read);
      return underWay.track(reads.stream(stream, read));
    },
    async readAll(read = {}) {
      refuseClosed();
      checkRead({ limit: read.limit });
      const { after = START, limit = PAGE_EVENTS, direction, streamPrefixes } = read;
      const upTo = acknowledged;
      if (direction === 'backwards')
        return streamPrefixes?.length === 0 ? { events: [], next: 0n, atHead: true } : underWay.track(reads.allBackwards(read, upTo));
      if (after >= upTo || streamPrefixes?.length === 0) return { events: [], next: after > upTo ? after : upTo, atHead: true };
      if (after >= recent.from()) await follower.reached(upTo, PUSH_MS_MAX);
      if (after >= recent.from() && recent.through() >= upTo) return recent.page(after, limit, streamPrefixes);
      return underWay.track(reads.allForwards(read, upTo));
    },
    subscribeAll(wanted) {
      refuseClosed();
      return subscribePatiently(store, { reads, connection, onClosed: closed.add, reach }, wanted);
    },
    head: () => acknowledged,
    onAppended: appended.add,
    close: () =>
      (closing ??= (async () => {
        closed.tell(undefined);
        await underWay.over();
        await follower.stop();
        connection.close();
      })()),
  };
  return store;
}

/** What is under way is waited for when the store is closed. */
function makeUnderWay() {
  const all = new Set<Promise<unknown>>();
  return {
    over: () => Promise.allSettled(all),
    async track<Result>(work: Promise<Result>): Promise<Result> {
      all.add(work);
      try {
        return await work;
      } finally {
        all.delete(work);
      }
    },
  };
}
