import { DatabaseSync, type SQLOutputValue, type StatementSync } from 'node:sqlite';
import {
  type AllPage,
  type Position,
  type ReadAllOptions,
  type ReadStreamOptions,
  type StoredEvent,
  type StreamPage,
  START,
  StoreError,
} from '@interlock/kernel';
import { bytesOf, integerOf, textOf } from './columns.ts';
import { streamHead } from './log-schema.ts';
import { inStoreWords } from './sqlite-errors.ts';
import { uuidFromBytes } from './uuid-bytes.ts';
import { rowIsWhole } from './verify-log.ts';

/** Events of a page of readAll when the caller names no limit. */
const PAGE_EVENTS = 1_000;
/** Positions that one filtered page looks at: bounds the time of a page that finds nothing. */
const FILTER_WINDOW = 20_000;
const NAMES_MAX = 20_000;
const COLUMNS = 'position, stream, revision, type, checksum, id, bytes';

/** Reads a log in the caller's thread. `head` is the last acknowledged position: what lies behind it is not there yet. */
export interface LogReader {
  readonly stream: (stream: string, options: ReadStreamOptions, head: Position) => StreamPage;
  readonly all: (options: ReadAllOptions, head: Position) => AllPage;
  readonly close: () => void;
}

type Row = Record<string, SQLOutputValue>;

interface Names {
  readonly streamIds: Map<string, number>;
  readonly streams: Map<number, string>;
  readonly types: Map<number, string>;
  readonly findStreamId: StatementSync;
  readonly findStream: StatementSync;
  readonly findType: StatementSync;
}

export function openLogReader(path: string): LogReader {
  return logReaderOn(
    inStoreWords(path, () => openReadOnly(path)),
    path,
  );
}

/** The same over a connection of the caller's, which it closes. */
export function logReaderOn(db: DatabaseSync, path: string): LogReader {
  const statements = new Map<string, StatementSync>();
  /** Prepared once per text; there are few texts. */
  const prepared = (sql: string): StatementSync => {
    const known = statements.get(sql);
    if (known) return known;
    const statement = db.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  const names: Names = {
    streamIds: new Map(),
    streams: new Map(),
    types: new Map(),
    findStreamId: db.prepare('SELECT id FROM streams WHERE name = ?'),
    findStream: db.prepare('SELECT name FROM streams WHERE id = ?'),
    findType: db.prepare('SELECT name FROM types WHERE id = ?'),
  };
  const decode = (rows: readonly Row[]): readonly StoredEvent[] => rows.map((row) => decodeRow(row, names, path));
  return {
    stream: (stream, options, head) => inStoreWords(path, () => streamPage({ prepared, names, decode }, stream, options, head)),
    all: (options, head) =>
      inStoreWords(path, () => (options.direction === 'backwards' ? pageBefore : pageAfter)({ prepared, names, decode }, options, head)),
    close: () => db.close(),
  };
}

export function openReadOnly(path: string): DatabaseSync {
  const db = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
  db.exec('PRAGMA cache_size = -8000');
  return db;
}

interface Reading {
  readonly prepared: (sql: string) => StatementSync;
  readonly names: Names;
  readonly decode: (rows: readonly Row[]) => readonly StoredEvent[];
}

function streamPage({ prepared, names, decode }: Reading, stream: string, options: ReadStreamOptions, head: Position): StreamPage {
  const id = streamIdOf(names, stream);
  if (id === undefined) return { events: [], head: -1 };
  const last = streamHead(
    prepared('SELECT revision FROM events WHERE stream = ? AND +position <= ? ORDER BY revision DESC LIMIT 1').get(id, head),
  );
  if (last < 0) return { events: [], head: -1 };
  const { from, limit = -1, direction } = options;
  const rows =
    direction === 'backwards'
      ? prepared(`SELECT ${COLUMNS} FROM events WHERE stream = ? AND revision <= ? ORDER BY revision DESC LIMIT ?`).all(
          id,
          Math.min(from ?? last, last),
          limit,
        )
      : prepared(`SELECT ${COLUMNS} FROM events WHERE stream = ? AND revision BETWEEN ? AND ? ORDER BY revision LIMIT ?`).all(
          id,
          from ?? 0,
          last,
          limit,
        );
  return { events: decode(rows), head: last };
}

function pageAfter({ prepared, decode }: Reading, options: ReadAllOptions, head: Position): AllPage {
  const { after = START, limit = PAGE_EVENTS, streamPrefixes } = options;
  if (after >= head) return { events: [], next: after, atHead: true };
  const { where, values } = filterOf(streamPrefixes);
  const windowEnd = streamPrefixes ? smaller(after + BigInt(FILTER_WINDOW), head) : head;
  const sql = `SELECT ${COLUMNS} FROM events e WHERE position > ? AND position <= ? ${where} ORDER BY position LIMIT ?`;
  const events = decode(prepared(sql).all(after, windowEnd, ...values, limit));
  const next = events.length < limit ? windowEnd : (events.at(-1)?.position ?? windowEnd);
  return { events, next, atHead: next >= head };
}

function pageBefore({ prepared, decode }: Reading, options: ReadAllOptions, head: Position): AllPage {
  const { after = START, limit = PAGE_EVENTS, streamPrefixes } = options;
  const before = after === START || after > head ? head + 1n : after;
  const { where, values } = filterOf(streamPrefixes);
  const windowEnd = streamPrefixes ? larger(before - BigInt(FILTER_WINDOW), 0n) : 0n;
  const sql = `SELECT ${COLUMNS} FROM events e WHERE position < ? AND position >= ? ${where} ORDER BY position DESC LIMIT ?`;
  const events = decode(prepared(sql).all(before, windowEnd, ...values, limit));
  const next = events.length < limit ? windowEnd : (events.at(-1)?.position ?? windowEnd);
  return { events, next, atHead: next <= 0n };
}

/** By the log's own order, looking at each event's stream: a list of streams would be sought anew for every page. */
function filterOf(prefixes: readonly string[] | undefined): { readonly where: string; readonly values: readonly string[] } {
  if (!prefixes) return { where: '', values: [] };
  const any = prefixes.map(() => 'instr(s.name, ?) = 1').join(' OR ') || 'FALSE';
  return { where: `AND EXISTS (SELECT 1 FROM streams s WHERE s.id = e.stream AND (${any}))`, values: prefixes };
}

function decodeRow(row: Row, names: Names, path: string): StoredEvent {
  const position = integerOf(row['position']);
  if (!rowIsWhole(row)) throw new StoreError('STORE_DAMAGED', `${path}: the event at position ${position} is damaged`);
  return {
    id: uuidFromBytes(bytesOf(row['id'])),
    type: nameOf(names.types, names.findType, integerOf(row['type'])),
    stream: nameOf(names.streams, names.findStream, integerOf(row['stream'])),
    revision: integerOf(row['revision']),
    position: BigInt(position),
    bytes: bytesOf(row['bytes']),
  };
}

function nameOf(known: Map<number, string>, find: StatementSync, id: number): string {
  const cached = known.get(id);
  if (cached !== undefined) return cached;
  const name = textOf(find.get(id)?.['name']);
  if (known.size >= NAMES_MAX) known.clear();
  known.set(id, name);
  return name;
}

function streamIdOf({ streamIds, findStreamId }: Names, name: string): number | undefined {
  const cached = streamIds.get(name);
  if (cached !== undefined) return cached;
  const row = findStreamId.get(name);
  if (!row) return undefined;
  if (streamIds.size >= NAMES_MAX) streamIds.clear();
  const id = integerOf(row['id']);
  streamIds.set(name, id);
  return id;
}

function smaller(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}

function larger(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}
