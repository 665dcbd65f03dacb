import { type DatabaseSync, type StatementSync } from 'node:sqlite';
import { type AnyView, type ListOptions } from '@interlock/kernel';
import { textOf } from '../sqlite/columns.ts';
import { type Cursor, type Fields, type IndexValue, cursorText, indexOut, indexValue, parseCursor, parseRow } from './row-text.ts';

const TABLE = /^[a-z][a-z0-9_]*$/;
const FIELD = /^[A-Za-z][A-Za-z0-9_]*$/;

/** One view's table: `key`, the row's text and a column for each indexed field. Statements are prepared once. */
export interface ViewTable {
  readonly keyOf: (row: Fields) => string;
  /** Pages that writing one row touches: a leaf of the table and one of each index. */
  readonly pagesOfRow: number;
  readonly get: (key: string) => Fields | undefined;
  readonly write: (key: string, row: Fields) => void;
  readonly remove: (key: string) => void;
  readonly where: (field: string, value: unknown) => readonly Fields[];
  readonly list: (options: ListOptions) => {
    readonly items: readonly { readonly cursor: string; readonly row: Fields }[];
    readonly hasMore: boolean;
  };
  readonly count: (where: ListOptions['where']) => number;
  readonly all: () => Iterable<Fields>;
}

interface Shape {
  readonly table: string;
  readonly key: string;
  readonly indexes: readonly string[];
}

/** What makes a table worthless when it differs. */
export function definitionOf(view: AnyView): string {
  return JSON.stringify([view.version, view.rows.key, view.rows.indexes]);
}

export function dropTable(db: DatabaseSync, view: AnyView): void {
  db.exec(`DROP TABLE IF EXISTS "${shapeOf(view).table}"`);
}

export function createTable(db: DatabaseSync, view: AnyView): void {
  const { table, indexes } = shapeOf(view);
  const columns = indexes.map((field) => `, "ix_${field}"`).join('');
  db.exec(`CREATE TABLE "${table}" (key TEXT PRIMARY KEY NOT NULL, row TEXT NOT NULL${columns})`);
  for (const field of indexes) db.exec(`CREATE INDEX "${table}_by_${field}" ON "${table}" ("ix_${field}", key)`);
}

function shapeOf({ name, rows }: AnyView): Shape {
  if (!TABLE.test(name) || name.startsWith('sqlite')) throw new RangeError(`No name for a view's table: ${name}`);
  for (const field of [rows.key, ...rows.indexes])
    if (!FIELD.test(field)) throw new RangeError(`No name for an indexed field of ${name}: ${field}`);
  return { table: name, key: rows.key, indexes: [...new Set<string>(rows.indexes)].filter((field) => field !== rows.key) };
}

export function openTable(db: DatabaseSync, view: AnyView): ViewTable {
  const shape = shapeOf(view);
  const { table, key, indexes } = shape;
  const prepared = statementCache(db);
  const columns = ['key', 'row', ...indexes.map((field) => `"ix_${field}"`)];
  const updates = columns.slice(1).map((column) => `${column} = excluded.${column}`);
  const upsert = `INSERT INTO "${table}" (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})
    ON CONFLICT (key) DO UPDATE SET ${updates.join(', ')}`;
  const column = (field: string): string => columnOf(shape, field);
  return {
    pagesOfRow: 2 + indexes.length,
    keyOf(row) {
      const value = row[key];
      if (typeof value !== 'string' || value === '') throw new TypeError(`A row of ${table} needs its key ${key}, as text`);
      return value;
    },
    get(rowKey) {
      const row = prepared(`SELECT row FROM "${table}" WHERE key = ?`).get(rowKey);
      return row && parseRow(textOf(row['row']));
    },
    write(rowKey, row) {
      prepared(upsert).run(rowKey, JSON.stringify(row), ...indexes.map((field) => indexValue(field, row[field])));
    },
    remove: (rowKey) => void prepared(`DELETE FROM "${table}" WHERE key = ?`).run(rowKey),
    where(field, value) {
      const rows = prepared(`SELECT row FROM "${table}" WHERE ${column(field)} IS ? ORDER BY key`).all(indexValue(field, value));
      return rows.map((row) => parseRow(textOf(row['row'])));
    },
    list: (options) => list(shape, prepared, options),
    count(where) {
      const { sql, values } = conditions(shape, where);
      const row = prepared(`SELECT count(*) AS rows FROM "${table}" WHERE ${sql}`).get(...values);
      return Number(row?.['rows']);
    },
    *all() {
      for (const row of db.prepare(`SELECT row FROM "${table}" ORDER BY key`).iterate()) yield parseRow(textOf(row['row']));
    },
  };
}

function statementCache(db: DatabaseSync): (sql: string) => StatementSync {
  const statements = new Map<string, StatementSync>();
  return (sql) => {
    const known = statements.get(sql);
    if (known) return known;
    const statement = db.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
}

function columnOf({ table, key, indexes }: Shape, field: string): string {
  if (field === key) return 'key';
  if (!indexes.includes(field)) throw new RangeError(`Field ${field} of ${table} is not indexed`);
  return `"ix_${field}"`;
}

function conditions(shape: Shape, where: ListOptions['where'] = {}): { readonly sql: string; readonly values: readonly IndexValue[] } {
  const wanted = Object.entries(where);
  const sql = wanted.map(([field]) => `${columnOf(shape, field)} IS ?`).join(' AND ') || 'TRUE';
  return { sql, values: wanted.map(([field, value]) => indexValue(field, value)) };
}

function list(shape: Shape, prepared: (sql: string) => StatementSync, options: ListOptions): ReturnType<ViewTable['list']> {
  const { orderBy = shape.key, descending = false, after, limit } = options;
  if (!Number.isSafeInteger(limit) || limit < 1) throw new RangeError(`No page size: ${limit}`);
  const column = columnOf(shape, orderBy);
  const filter = conditions(shape, options.where);
  const from = after === undefined ? { sql: 'TRUE', values: [] } : behind(parseCursor(after, orderBy), column, descending);
  const direction = descending ? 'DESC' : 'ASC';
  const sql = `SELECT row, key, ${column} AS place FROM "${shape.table}" WHERE ${filter.sql} AND (${from.sql})
    ORDER BY ${column} ${direction}, key ${direction} LIMIT ?`;
  const rows = prepared(sql).all(...filter.values, ...from.values, limit + 1);
  const items = rows.slice(0, limit).map((row) => ({
    cursor: cursorText({ order: orderBy, value: indexOut(row['place']), key: textOf(row['key']) }),
    row: parseRow(textOf(row['row'])),
  }));
  return { items, hasMore: rows.length > limit };
}

/** What comes behind a cursor. Rows without the field stand before all others (SQLite's order), after them when descending. */
function behind(
  { value, key }: Cursor,
  column: string,
  descending: boolean,
): { readonly sql: string; readonly values: readonly IndexValue[] } {
  if (column === 'key') return { sql: descending ? 'key < ?' : 'key > ?', values: [key] };
  if (value === null)
    return descending
      ? { sql: `${column} IS NULL AND key < ?`, values: [key] }
      : { sql: `(${column} IS NULL AND key > ?) OR ${column} IS NOT NULL`, values: [key] };
  const pair = `(${column}, key) ${descending ? '<' : '>'} (?, ?)`;
  return { sql: descending ? `${pair} OR ${column} IS NULL` : pair, values: [value, key] };
}
