import { type EventStore, type StoredEvent, type StreamWrite, isStoreError, START } from '@interlock/kernel';
import { EXIT, Fault } from '@interlock/hosting';
import { compactRange, leafHash } from '@interlock/trust';

type Source = Pick<EventStore, 'storeId' | 'head' | 'readAll'>;

export interface CopiedLog {
  /** Each store has its own: what was told by positions of the first is refused by the second. */
  readonly fromStoreId: string;
  readonly toStoreId: string;
  readonly events: number;
  /** How many of them stood there before, and were compared. */
  readonly resumedAfter: number;
  /** Merkle root over the stored bytes, the same of both logs; hexadecimal. */
  readonly root: string;
}

export interface CopyOptions {
  readonly from: Source;
  readonly to: EventStore;
  /** Goes on with a copy that was broken off: what stands there must be how this log begins. */
  readonly resume: boolean;
  onCopied?(events: number): void;
}

const PAGE_EVENTS = 1_000;
const BATCH_EVENTS_MAX = 200;
const BATCH_BYTES_MAX = 1_048_576;
const TRIES = 10;

/**
 * Copies a log event for event into another store: ids, streams, revisions, types and stored bytes stay, and so does the order.
 * Positions are the other store’s. Afterwards both are read from the start and compared.
 */
export async function copyLog(options: CopyOptions): Promise<CopiedLog> {
  const { from, to } = options;
  const through = from.head();
  const stands = await compareStanding(options);
  let copied = stands.events;
  for await (const batch of batches(from, through, stands.events)) {
    await appendSurely(to, writesOf(batch));
    copied += batch.length;
    options.onCopied?.(copied);
  }
  if (from.head() !== through)
    throw conflict('STORE_CHANGED', 'The log was written while it was copied', 'stop its node, then go on with --resume');
  const { events, root } = await compareWhole(from, to);
  return { fromStoreId: from.storeId, toStoreId: to.storeId, events, resumedAfter: stands.events, root };
}

/** What stands in the target already: nothing, or, when a copy is resumed, the beginning of the source. */
async function compareStanding({ from, to, resume }: CopyOptions): Promise<{ readonly events: number }> {
  if (to.head() === START) return { events: 0 };
  if (!resume)
    throw conflict(
      'TARGET_NOT_EMPTY',
      'The target holds events',
      'name an empty store, or go on with a copy that was broken off with --resume',
    );
  const theirs = eventsOf(from)[Symbol.asyncIterator]();
  let events = 0;
  for await (const event of eventsOf(to)) {
    const { value, done } = await theirs.next();
    if (done === true || !isSame(value, event)) throw differing(events);
    events += 1;
  }
  return { events };
}

async function compareWhole(from: Source, to: Source): Promise<{ readonly events: number; readonly root: string }> {
  const [one, other] = [compactRange(), compactRange()];
  const theirs = eventsOf(to)[Symbol.asyncIterator]();
  for await (const event of eventsOf(from)) {
    const { value, done } = await theirs.next();
    if (done === true || !isSame(event, value)) throw differing(one.size());
    one.add(leafHash(event.bytes));
    other.add(leafHash(value.bytes));
  }
  if ((await theirs.next()).done !== true || Buffer.compare(one.root(), other.root()) !== 0) throw differing(one.size());
  return { events: one.size(), root: Buffer.from(other.root()).toString('hex') };
}

/** All but the position. */
function isSame(one: StoredEvent, other: StoredEvent): boolean {
  return (
    one.id === other.id &&
    one.stream === other.stream &&
    one.revision === other.revision &&
    one.type === other.type &&
    Buffer.compare(leafHash(one.bytes), leafHash(other.bytes)) === 0
  );
}

async function* eventsOf(log: Source, through = log.head()): AsyncGenerator<StoredEvent, void, undefined> {
  for (let after = START; after < through;) {
    const page = await log.readAll({ after, limit: PAGE_EVENTS });
    for (const event of page.events) {
      if (event.position > through) return;
      yield event;
    }
    if (page.atHead) return;
    after = page.next;
  }
}

/** Runs of events that one append can take: each stream’s events in it follow one another. */
async function* batches(log: Source, through: bigint, skip: number): AsyncGenerator<readonly StoredEvent[], void, undefined> {
  let run: StoredEvent[] = [];
  let bytes = 0;
  let passed = 0;
  for await (const event of eventsOf(log, through)) {
    passed += 1;
    if (passed <= skip) continue;
    const isFull = run.length >= BATCH_EVENTS_MAX || bytes + event.bytes.length > BATCH_BYTES_MAX;
    if (run.length > 0 && (isFull || !fits(run, event))) {
      yield run;
      run = [];
      bytes = 0;
    }
    run.push(event);
    bytes += event.bytes.length;
  }
  if (run.length > 0) yield run;
}

/** An append names each stream once, and some stores take names that differ in case only for one. */
function fits(run: readonly StoredEvent[], { stream }: StoredEvent): boolean {
  return run.at(-1)?.stream === stream || !run.some((event) => event.stream.toUpperCase() === stream.toUpperCase());
}

function writesOf(run: readonly StoredEvent[]): readonly StreamWrite[] {
  const writes = new Map<string, StoredEvent[]>();
  for (const event of run) writes.set(event.stream, [...(writes.get(event.stream) ?? []), event]);
  return [...writes].map(([stream, events]) => {
    const first = events[0]?.revision ?? 0;
    return { stream, expected: first === 0 ? 'no-stream' : first - 1, events };
  });
}

/** The same events again are answered as before, so a store that is away for a moment costs nothing. */
async function appendSurely(to: EventStore, writes: readonly StreamWrite[]): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await to.append(writes);
      return;
    } catch (error) {
      if (!isStoreError(error, 'STORE_UNAVAILABLE') || attempt === TRIES) throw error;
    }
  }
}

function differing(count: number): Fault {
  return new Fault({
    code: 'STORES_DIFFER',
    what: 'The two logs differ',
    why: `they are the same up to event ${String(count)}, counted from 0, and not there`,
    how: 'copy into an empty store',
    exit: EXIT.finding,
  });
}

function conflict(code: string, what: string, how: string): Fault {
  return new Fault({ code, what, why: 'a copy must be the whole log and nothing else', how, exit: EXIT.conflict });
}
