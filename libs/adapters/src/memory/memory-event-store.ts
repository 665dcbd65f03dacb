import { randomUUID } from 'node:crypto';
import {
  type AllPage,
  type Appended,
  type EventStore,
  type Position,
  type ReadAllOptions,
  type ReadStreamOptions,
  type Revision,
  type StoredEvent,
  type StreamPage,
  type StreamWrite,
  START,
  StoreError,
} from '@interlock/kernel';
import { checkAppend, checkRead } from '../event-log/check-append.ts';
import { type LogLookup, type Offered, judgeAppend } from '../event-log/judge-append.ts';
import { makeListeners } from '../event-log/listeners.ts';
import { subscribe } from '../event-log/subscribe.ts';

/** Events of a page of readAll when the caller names no limit. */
const PAGE_EVENTS = 1_000;

interface MemoryLog {
  readonly all: StoredEvent[];
  readonly streams: Map<string, StoredEvent[]>;
  readonly byId: Map<string, StoredEvent>;
}

/** The port in memory, for tests and simulations: the same rules as a durable store, forgotten with the process. */
export function makeMemoryEventStore(options: { readonly storeId?: string } = {}): EventStore {
  const log: MemoryLog = { all: [], streams: new Map(), byId: new Map() };
  const appended = makeListeners<Position>();
  const closed = makeListeners<undefined>();
  let isClosed = false;
  const store: EventStore = {
    storeId: options.storeId ?? randomUUID(),
    capabilities: { adapter: 'memory', durable: false, multiStreamAppend: true },
    async append(writes) {
      refuseIf(isClosed);
      checkAppend(writes);
      const before = headOf(log);
      const answer = appendTo(log, writes);
      if (headOf(log) > before) appended.tell(headOf(log));
      return answer;
    },
    async readStream(stream, read = {}) {
      refuseIf(isClosed);
      checkRead(read);
      return streamPage(log, stream, read);
    },
    async readAll(read = {}) {
      refuseIf(isClosed);
      checkRead({ limit: read.limit });
      return allPage(log, read);
    },
    subscribeAll(wanted) {
      refuseIf(isClosed);
      return subscribe(store, closed.add, wanted);
    },
    head: () => headOf(log),
    onAppended: appended.add,
    async close() {
      if (isClosed) return;
      isClosed = true;
      closed.tell(undefined);
    },
  };
  return store;
}

function refuseIf(isClosed: boolean): void {
  if (isClosed) throw new StoreError('STORE_CLOSED', 'The store is closed');
}

function headOf(log: MemoryLog): Position {
  return log.all.at(-1)?.position ?? START;
}

function appendTo(log: MemoryLog, writes: readonly StreamWrite[]): Appended {
  const verdict = judgeAppend(writes, lookup(log));
  switch (verdict.type) {
    case 'refused':
      throw new StoreError(verdict.trouble.code, verdict.trouble.message, verdict.trouble.details);
    case 'repeat':
      return verdict.answer;
    case 'write':
      break;
  }
  const answered = writes.map(({ stream, events }, index) => {
    const head = verdict.heads[index] ?? -1;
    for (const event of events) store(log, stream, event);
    return { stream, firstRevision: events.length === 0 ? head : head + 1, lastRevision: head + events.length };
  });
  return { position: headOf(log), writes: answered, deduplicated: false };
}

function store(log: MemoryLog, stream: string, { id, type, bytes }: Offered): void {
  const events = log.streams.get(stream) ?? [];
  // A copy of its own: what the caller does with his bytes afterwards is not history.
  const event = { id, type, stream, revision: events.length, position: BigInt(log.all.length), bytes: bytes.slice() };
  events.push(event);
  log.streams.set(stream, events);
  log.all.push(event);
  log.byId.set(id, event);
}

function lookup(log: MemoryLog): LogLookup<Offered> {
  return {
    headOf: (stream) => (log.streams.get(stream)?.length ?? 0) - 1,
    find: ({ id }) => log.byId.get(id),
    headBefore: (stream, position) => (log.streams.get(stream) ?? []).findLast((event) => event.position < position)?.revision ?? -1,
    head: () => headOf(log),
  };
}

function streamPage(log: MemoryLog, stream: string, { from, limit, direction }: ReadStreamOptions): StreamPage {
  const events = log.streams.get(stream) ?? [];
  const head: Revision = events.length - 1;
  const most = limit ?? events.length;
  if (direction !== 'backwards') return { events: handOut(events.slice(from ?? 0, (from ?? 0) + most)), head };
  const end = Math.min(from ?? head, head) + 1;
  return { events: handOut(events.slice(Math.max(0, end - most), end).reverse()), head };
}

function allPage(log: MemoryLog, options: ReadAllOptions): AllPage {
  const { after = START, limit = PAGE_EVENTS, direction, streamPrefixes } = options;
  const wanted = ({ stream }: StoredEvent): boolean => !streamPrefixes || streamPrefixes.some((prefix) => stream.startsWith(prefix));
  const head = headOf(log);
  const events: StoredEvent[] = [];
  if (direction === 'backwards') {
    let at = after === START || after > head ? log.all.length : Number(after);
    while (at > 0 && events.length < limit) {
      at -= 1;
      const event = log.all[at];
      if (event && wanted(event)) events.push(event);
    }
    return { events: handOut(events), next: BigInt(at), atHead: at === 0 };
  }
  let at = after > head ? log.all.length : Number(after) + 1;
  while (at < log.all.length && events.length < limit) {
    const event = log.all[at];
    if (event && wanted(event)) events.push(event);
    at += 1;
  }
  return { events: handOut(events), next: after > head ? after : BigInt(at - 1), atHead: at >= log.all.length };
}

/** Bytes leave as copies: a reader cannot change history. One block holds those of a page: a block for each event costs three times as much. */
function handOut(events: readonly StoredEvent[]): readonly StoredEvent[] {
  const copies = new Uint8Array(events.reduce((size, { bytes }) => size + bytes.length, 0));
  let end = 0;
  return events.map((event) => {
    const bytes = copies.subarray(end, (end += event.bytes.length));
    bytes.set(event.bytes);
    return { ...event, bytes };
  });
}
