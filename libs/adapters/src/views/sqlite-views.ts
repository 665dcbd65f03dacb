import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { type AnyView, type Rows, type View, type ViewStore, START, isStoreError } from '@interlock/kernel';
import { integerOf, textOf } from '../sqlite/columns.ts';
import { inStoreWords } from '../sqlite/sqlite-errors.ts';
import { type CopyReply, openLogCopier } from './log-copier.ts';
import { rowOf, sortedText } from './row-text.ts';
import { transactionRows } from './view-rows.ts';
import { type ViewTable, createTable, definitionOf, dropTable, openTable } from './view-table.ts';

/** Tells our view files from others; a file of another layout is emptied, not refused: views can be rebuilt. */
const LAYOUT_VERSION = 1;

const LAYOUT =
  'CREATE TABLE IF NOT EXISTS "sys_views" (name TEXT PRIMARY KEY NOT NULL, definition TEXT NOT NULL, checkpoint INTEGER NOT NULL)';

const IN_MEMORY = ':memory:';

/** A node's views in one file, or in memory (`:memory:`). A damaged file is emptied: its checkpoints are gone with its rows. */
export function openSqliteViews(path: string): ViewStore {
  try {
    return openFile(path);
  } catch (error) {
    if (!isStoreError(error, 'STORE_DAMAGED')) throw error;
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
    return openFile(path);
  }
}

/** The same port without a file, for tests and simulations. */
export function makeMemoryViews(): ViewStore {
  return openSqliteViews(IN_MEMORY);
}

/** 16 MB: rows of a rebuild lie all over the table, and the same pages need not be copied back each time. Then a thread beside copies them. */
const LOG_PAGES = 4_000;
/** Beyond it SQLite copies what is left by itself, between two commits: without a break in the writing the log never starts over otherwise. */
const LOG_PAGES_MAX = 4 * LOG_PAGES;
/** So little is left that it is copied at once, and the log starts over. */
const LEFT_PAGES_FEW = 200;

function openFile(path: string): ViewStore {
  return inStoreWords(path, () => {
    const db = new DatabaseSync(path, { timeout: 5_000 });
    try {
      // A new file holds nothing yet that could be lost: what a power failure leaves of it is empty, and is filled from the log.
      if (isNew(db)) db.exec('PRAGMA synchronous = OFF');
      db.exec('PRAGMA journal_mode = WAL; PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY');
      db.exec(`PRAGMA wal_autocheckpoint = ${LOG_PAGES_MAX}`);
      if (layoutOf(db) !== LAYOUT_VERSION) {
        clear(db);
        db.exec(`${LAYOUT}; PRAGMA user_version = ${LAYOUT_VERSION}`);
      }
      // NORMAL: a power failure may take the last batches, rows and checkpoint alike; the log gives them again.
      db.exec('PRAGMA synchronous = NORMAL');
      return viewStore(db, path);
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

function isNew(db: DatabaseSync): boolean {
  return integerOf(db.prepare('PRAGMA page_count').get()?.['page_count']) === 0;
}

function layoutOf(db: DatabaseSync): number {
  return integerOf(db.prepare('PRAGMA user_version').get()?.['user_version']);
}

function clear(db: DatabaseSync): void {
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'").all();
  for (const { name } of tables) db.exec(`DROP TABLE "${textOf(name)}"`);
}

function viewStore(db: DatabaseSync, path: string): ViewStore {
  const tables = new Map<string, ViewTable>();
  const words = <Result>(work: () => Result): Result => inStoreWords(path, work);
  const tableOf = (view: { readonly name: string }): ViewTable => {
    const table = tables.get(view.name);
    if (!table) throw new Error(`View ${view.name} is not open`);
    return table;
  };
  const register = db.prepare(`INSERT INTO sys_views (name, definition, checkpoint) VALUES (?, ?, ?)
    ON CONFLICT (name) DO UPDATE SET definition = excluded.definition, checkpoint = excluded.checkpoint`);
  const registered = db.prepare('SELECT definition, checkpoint FROM sys_views WHERE name = ?');
  const move = db.prepare('UPDATE sys_views SET checkpoint = ? WHERE name = ?');
  const log = followLog(db, path);

  const empty = (view: AnyView): void => {
    inTransaction(db, () => {
      dropTable(db, view);
      createTable(db, view);
      register.run(view.name, definitionOf(view), START);
    });
    tables.set(view.name, openTable(db, view));
  };
  return {
    open: (view) =>
      words(() => {
        const row = registered.get(view.name);
        if (row?.['definition'] !== definitionOf(view)) {
          empty(view);
          return { checkpoint: START };
        }
        tables.set(view.name, openTable(db, view));
        return { checkpoint: BigInt(integerOf(row['checkpoint'])) };
      }),
    transact<Row>(view: View<Row>, checkpoint: bigint, work: (rows: Rows<Row>) => void) {
      const table = tableOf(view);
      words(() =>
        inTransaction(db, () => {
          const { rows, flush, written } = transactionRows<Row>(table);
          work(rows);
          flush();
          move.run(checkpoint, view.name);
          log.wrote(1 + written() * table.pagesOfRow);
        }),
      );
    },
    *dump(view) {
      for (const fields of tableOf(view).all()) yield sortedText(fields);
    },
    drop: (view) => words(() => empty(view)),
    get<Row>(view: View<Row>, key: string) {
      const fields = words(() => tableOf(view).get(key));
      return fields && rowOf<Row>(fields);
    },
    list<Row>(view: View<Row>, options: Parameters<ViewStore['list']>[1]) {
      const { items, hasMore } = words(() => tableOf(view).list(options));
      return { items: items.map(({ cursor, row }) => ({ cursor, row: rowOf<Row>(row) })), hasMore };
    },
    count: (view, where) => words(() => tableOf(view).count(where)),
    close() {
      log.close();
      db.close();
    },
  };
}

/** Has the write-ahead log copied when it has roughly grown to its size; one copying at a time. */
function followLog(db: DatabaseSync, path: string): { readonly wrote: (pages: number) => void; readonly close: () => void } {
  if (path === IN_MEMORY) return { wrote: () => undefined, close: () => undefined };
  const copier = openLogCopier(path);
  let grown = 0;
  let isCopying = false;
  const copied = ({ pages, left }: CopyReply): void => {
    isCopying = false;
    // What was written meanwhile is little, but as long as anything is left the log cannot start over.
    if (pages < 2 * LOG_PAGES || left + grown > LEFT_PAGES_FEW) return;
    try {
      db.exec('PRAGMA wal_checkpoint(PASSIVE)');
    } catch {
      // The rows are safe in the log; what hinders the copying the next commit meets, and tells.
    }
  };
  return {
    wrote(pages) {
      grown += pages;
      if (grown < LOG_PAGES || isCopying) return;
      grown = 0;
      isCopying = true;
      copier.copy(copied);
    },
    close: () => copier.close(),
  };
}

function inTransaction(db: DatabaseSync, work: () => void): void {
  db.exec('BEGIN IMMEDIATE');
  try {
    work();
    db.exec('COMMIT');
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}
