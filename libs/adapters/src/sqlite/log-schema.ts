import { randomUUID } from 'node:crypto';
import { type DatabaseSync } from 'node:sqlite';
import { type Revision, StoreError } from '@interlock/kernel';
import { integerOf, textOf } from './columns.ts';

/** Raise it when the tables change; a file of a newer one is refused. */
const SCHEMA_VERSION = 1;
/** "ILev" in the file's header: tells our logs from other databases. */
const APPLICATION_ID = 0x494c6576;
/** Below it two connections can corrupt a file when the write-ahead log starts over (fixed in 3.51.3). */
const SQLITE_MIN = [3, 51, 3] as const;

const APPEND_ONLY = ['events', 'streams', 'types'].flatMap((table) =>
  ['UPDATE', 'DELETE'].map(
    (change) => `CREATE TRIGGER ${table}_refuse_${change.toLowerCase()} BEFORE ${change} ON ${table}
      BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;`,
  ),
);

/** Streams and types are interned: rows stay small. Positions start at 0 and have no gap: a position is also the leaf of the log's tree. */
const TABLES = `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE streams (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE types (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    stream INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    type INTEGER NOT NULL,
    checksum INTEGER NOT NULL,
    id BLOB NOT NULL,
    bytes BLOB NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX events_by_stream ON events (stream, revision);
  CREATE UNIQUE INDEX events_by_id ON events (id);
  ${APPEND_ONLY.join('\n')}
`;

export function refuseOldSqlite(db: DatabaseSync): void {
  const version = textOf(db.prepare('SELECT sqlite_version() AS version').get()?.['version']);
  if (!isSafeSqlite(version))
    throw new StoreError('STORE_UNAVAILABLE', `SQLite ${version} can damage a log: ${SQLITE_MIN.join('.')} or newer is needed`);
}

export function isSafeSqlite(version: string): boolean {
  const parts = version.split('.').map(Number);
  for (const [index, least] of SQLITE_MIN.entries()) {
    const part = parts[index] ?? 0;
    if (part !== least) return part > least;
  }
  return true;
}

/** Makes the tables where there are none. Answers the storeId. */
export function prepareSchema(db: DatabaseSync): string {
  if (!hasTables(db)) createTables(db);
  return storeIdIn(db);
}

/** False for a file that was made but never got its tables. */
export function hasTables(db: DatabaseSync): boolean {
  return integerOf(db.prepare('SELECT count(*) AS tables FROM sqlite_schema').get()?.['tables']) > 0;
}

/** Refuses a file that is no log of ours or comes from a newer version. */
export function refuseForeign(db: DatabaseSync, path: string): void {
  const application = integerOf(db.prepare('PRAGMA application_id').get()?.['application_id']);
  if (application !== APPLICATION_ID) throw new StoreError('STORE_DAMAGED', `${path} is no event log`);
  const version = integerOf(db.prepare('PRAGMA user_version').get()?.['user_version']);
  if (version > SCHEMA_VERSION)
    throw new StoreError('STORE_NEWER', `${path} was written by a newer version (schema ${version}, this one knows ${SCHEMA_VERSION})`);
}

function createTables(db: DatabaseSync): void {
  db.exec('BEGIN IMMEDIATE');
  try {
    db.exec(TABLES);
    db.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${SCHEMA_VERSION}`);
    db.prepare("INSERT INTO meta (key, value) VALUES ('storeId', ?)").run(randomUUID());
    db.exec('COMMIT');
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

export function storeIdIn(db: DatabaseSync): string {
  return textOf(db.prepare("SELECT value FROM meta WHERE key = 'storeId'").get()?.['value']);
}

/** Last position in the file; -1 when there is none. */
export function lastPosition(db: DatabaseSync): number {
  return integerOf(db.prepare('SELECT coalesce(max(position), -1) AS position FROM events').get()?.['position']);
}

export function streamHead(row: Readonly<Record<string, unknown>> | undefined): Revision {
  const revision = row?.['revision'];
  return typeof revision === 'number' ? revision : -1;
}
