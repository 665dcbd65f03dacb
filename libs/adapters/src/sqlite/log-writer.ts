import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { type Position, type Revision } from '@interlock/kernel';
import { type FoundEvent, type LogLookup, judgeAppend } from '../event-log/judge-append.ts';
import { checksumOf } from './checksum.ts';
import { bytesOf, integerOf, textOf } from './columns.ts';
import { examineLog } from './examine-log.ts';
import { type HeadMark, openHeadMark } from './head-mark.ts';
import { lockLog, realPathOf } from './log-lock.ts';
import { lastPosition, prepareSchema, refuseOldSqlite, streamHead } from './log-schema.ts';
import { type AppendAnswer, type IncomingEvent, type IncomingWrite, type LogOptions } from './messages.ts';
import { inStoreWords, troubleOf } from './sqlite-errors.ts';

/** Streams whose heads are remembered. */
const HEADS_MAX = 20_000;
/** Pages of 4 KB that may pile up in the write-ahead log before it is copied into the file: about 8 MB. */
const CHECKPOINT_PAGES = 2_000;
/** What one event roughly adds to the write-ahead log: a leaf of the table and one of each index. */
const PAGES_PER_EVENT = 3;
const PAGE_BYTES = 4_096;

/** One log file in its writer thread: the only connection that writes or checkpoints it. */
export interface LogWriter {
  readonly path: string;
  readonly storeId: string;
  /** Last committed position; -1 for none. */
  readonly head: () => number;
  /** One transaction for all; each append is judged in it by itself. Durable when this returns. */
  readonly commit: (appends: readonly (readonly IncomingWrite[])[]) => readonly AppendAnswer[];
  /** Copies the write-ahead log into the file when it has grown: between commits, never in one. */
  readonly checkpointIfDue: () => void;
  readonly close: () => void;
}

interface Statements {
  readonly head: StatementSync;
  readonly headBefore: StatementSync;
  readonly find: StatementSync;
  readonly findStream: StatementSync;
  readonly addStream: StatementSync;
  readonly findType: StatementSync;
  readonly addType: StatementSync;
  readonly add: StatementSync;
}

interface StreamState {
  readonly id: number;
  head: Revision;
}

/** What a commit that fails makes worthless. */
interface Memory {
  readonly streams: Map<string, StreamState>;
  readonly types: Map<string, number>;
  next: number;
  roughPages: number;
}

interface OpenLog {
  readonly path: string;
  readonly db: DatabaseSync;
  readonly statements: Statements;
  readonly memory: Memory;
  readonly mark: HeadMark;
}

/** Opens or makes the file, takes its lock and looks at its end; throws a StoreError when it must not be used. */
export function openLogWriter(wantedPath: string, options: LogOptions): LogWriter {
  const path = realPathOf(wantedPath);
  const lock = lockLog(path);
  try {
    return inStoreWords(path, () => open(path, options, lock.release));
  } catch (error) {
    lock.release();
    throw error;
  }
}

function open(path: string, options: LogOptions, release: () => void): LogWriter {
  examineLog(path);
  const db = new DatabaseSync(path, { timeout: 1_000 });
  try {
    refuseOldSqlite(db);
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0');
    db.exec('PRAGMA cache_size = -16000; PRAGMA journal_size_limit = 67108864; PRAGMA temp_store = MEMORY');
    if (options.fileBytesMax !== undefined) db.exec(`PRAGMA max_page_count = ${Math.ceil(options.fileBytesMax / PAGE_BYTES)}`);
    const storeId = prepareSchema(db);
    db.exec('BEGIN IMMEDIATE; ROLLBACK'); // a file that cannot be written is refused now, not at the first append
    const head = lastPosition(db);
    const mark = openHeadMark(path, storeId, head);
    const memory: Memory = { streams: new Map(), types: new Map(), next: head + 1, roughPages: CHECKPOINT_PAGES };
    const log: OpenLog = { path, db, statements: prepare(db), memory, mark };
    return {
      path,
      storeId,
      head: () => memory.next - 1,
      commit: (appends) => commit(log, appends),
      checkpointIfDue: () => checkpointIfDue(log),
      close() {
        mark.close();
        db.close();
        release();
      },
    };
  } catch (error) {
    db.close();
    throw error;
  }
}

function prepare(db: DatabaseSync): Statements {
  return {
    head: db.prepare('SELECT revision FROM events WHERE stream = ? ORDER BY revision DESC LIMIT 1'),
    headBefore: db.prepare('SELECT revision FROM events WHERE stream = ? AND +position < ? ORDER BY revision DESC LIMIT 1'),
    find: db.prepare(`SELECT e.position, e.revision, e.bytes, s.name AS stream, t.name AS type
      FROM events e JOIN streams s ON s.id = e.stream JOIN types t ON t.id = e.type WHERE e.id = ?`),
    findStream: db.prepare('SELECT id FROM streams WHERE name = ?'),
    addStream: db.prepare('INSERT INTO streams (name) VALUES (?)'),
    findType: db.prepare('SELECT id FROM types WHERE name = ?'),
    addType: db.prepare('INSERT INTO types (name) VALUES (?)'),
    add: db.prepare('INSERT INTO events (position, stream, revision, type, checksum, id, bytes) VALUES (?, ?, ?, ?, ?, ?, ?)'),
  };
}

function commit(log: OpenLog, appends: readonly (readonly IncomingWrite[])[]): readonly AppendAnswer[] {
  const { db, memory, mark } = log;
  const before = memory.next;
  let committing = false;
  try {
    db.exec('BEGIN IMMEDIATE');
    const lookup = lookupIn(log);
    const answers = appends.map((writes) => judgeAndWrite(log, writes, lookup));
    committing = true;
    db.exec('COMMIT');
    if (memory.next > before) mark.write(memory.next - 1);
    return answers;
  } catch (error) {
    forget(log, before);
    const trouble = troubleOf(error, log.path, { outcomeUnknown: committing });
    return appends.map(() => ({ type: 'refused', trouble }));
  }
}

/** Back to what is stored: the transaction is undone, and what was remembered of it with it. */
function forget({ db, memory }: OpenLog, next: number): void {
  if (db.isTransaction) db.exec('ROLLBACK');
  memory.streams.clear();
  memory.types.clear();
  memory.next = next;
}

function judgeAndWrite(log: OpenLog, writes: readonly IncomingWrite[], lookup: LogLookup<IncomingEvent>): AppendAnswer {
  const verdict = judgeAppend(writes, lookup);
  switch (verdict.type) {
    case 'refused':
      return verdict;
    case 'repeat':
      return { type: 'stored', answer: verdict.answer };
    case 'write':
      break;
  }
  const answered = writes.map(({ stream, events }, index) => {
    const head = verdict.heads[index] ?? -1;
    if (events.length > 0) writeEvents(log, streamFor(log, stream), events);
    return { stream, firstRevision: events.length === 0 ? head : head + 1, lastRevision: head + events.length };
  });
  return { type: 'stored', answer: { position: BigInt(log.memory.next - 1), writes: answered, deduplicated: false } };
}

function writeEvents(log: OpenLog, stream: StreamState, events: readonly IncomingEvent[]): void {
  const { memory, statements } = log;
  for (const { type: typeName, idBytes, bytes } of events) {
    const position = memory.next;
    const revision = stream.head + 1;
    const type = typeFor(log, typeName);
    const checksum = checksumOf({ position, stream: stream.id, revision, type, id: idBytes, bytes });
    statements.add.run(position, stream.id, revision, type, checksum, idBytes, bytes);
    stream.head = revision;
    memory.next += 1;
    memory.roughPages += PAGES_PER_EVENT + bytes.length / PAGE_BYTES;
  }
}

function streamFor(log: OpenLog, name: string): StreamState {
  const known = knownStream(log, name);
  if (known) return known;
  const { lastInsertRowid } = log.statements.addStream.run(name);
  return remember(log, name, { id: Number(lastInsertRowid), head: -1 });
}

function knownStream(log: OpenLog, name: string): StreamState | undefined {
  const cached = log.memory.streams.get(name);
  if (cached) return cached;
  const row = log.statements.findStream.get(name);
  if (!row) return undefined;
  const id = integerOf(row['id']);
  return remember(log, name, { id, head: streamHead(log.statements.head.get(id)) });
}

function remember({ memory }: OpenLog, name: string, state: StreamState): StreamState {
  if (memory.streams.size >= HEADS_MAX) {
    const oldest = memory.streams.keys().next();
    if (!oldest.done) memory.streams.delete(oldest.value);
  }
  memory.streams.set(name, state);
  return state;
}

function typeFor({ memory, statements }: OpenLog, name: string): number {
  const cached = memory.types.get(name);
  if (cached !== undefined) return cached;
  const row = statements.findType.get(name);
  const id = row ? integerOf(row['id']) : Number(statements.addType.run(name).lastInsertRowid);
  memory.types.set(name, id);
  return id;
}

function lookupIn(log: OpenLog): LogLookup<IncomingEvent> {
  const { statements, memory } = log;
  return {
    headOf: (stream) => knownStream(log, stream)?.head ?? -1,
    find: ({ idBytes }) => foundEvent(statements.find.get(idBytes)),
    headBefore(stream: string, position: Position) {
      const known = knownStream(log, stream);
      return known ? streamHead(statements.headBefore.get(known.id, position)) : -1;
    },
    head: () => BigInt(memory.next - 1),
  };
}

function foundEvent(row: ReturnType<StatementSync['get']>): FoundEvent | undefined {
  if (!row) return undefined;
  return {
    stream: textOf(row['stream']),
    revision: integerOf(row['revision']),
    position: BigInt(integerOf(row['position'])),
    type: textOf(row['type']),
    bytes: bytesOf(row['bytes']),
  };
}

/** A full disk only puts it off: the events are safe in the write-ahead log; damage is told by whoever reads it. */
function checkpointIfDue({ db, memory, path }: OpenLog): void {
  if (memory.roughPages < CHECKPOINT_PAGES) return;
  memory.roughPages = 0;
  try {
    const row = db.prepare('PRAGMA wal_checkpoint(PASSIVE)').get();
    memory.roughPages = Math.max(0, integerOf(row?.['log']) - integerOf(row?.['checkpointed']));
  } catch (error) {
    troubleOf(error, path); // anything but SQLite's own trouble is thrown on
  }
}
