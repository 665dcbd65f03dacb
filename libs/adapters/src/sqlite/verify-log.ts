import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import { StoreError } from '@interlock/kernel';
import { checksumOf } from './checksum.ts';
import { bytesOf, integerOf, textOf } from './columns.ts';
import { refuseVanished } from './head-mark.ts';
import { hasTables, refuseForeign } from './log-schema.ts';
import { inStoreWords, troubleOf } from './sqlite-errors.ts';

/** Events looked at when a log is opened: bounds the time, however long the log. */
const TAIL_EVENTS = 64;
const ROWS = 'SELECT position, stream, revision, type, checksum, id, bytes FROM events';

export type Verified =
  | { readonly sound: true; readonly events: number }
  | { readonly sound: false; readonly firstBadPosition?: bigint; readonly reason: string };

/** The end of the log: its rows are whole, and the indexes know them. Throws STORE_DAMAGED. */
export function verifyTail(db: DatabaseSync, path: string): void {
  const byStream = db.prepare('SELECT position FROM events INDEXED BY events_by_stream WHERE stream = ? AND revision = ?');
  const byId = db.prepare('SELECT position FROM events INDEXED BY events_by_id WHERE id = ?');
  for (const row of db.prepare(`${ROWS} ORDER BY position DESC LIMIT ${TAIL_EVENTS}`).all()) {
    const position = integerOf(row['position']);
    const indexed = [byStream.get(integerOf(row['stream']), integerOf(row['revision'])), byId.get(bytesOf(row['id']))];
    const whole = rowIsWhole(row) && indexed.every((entry) => entry?.['position'] === position);
    if (!whole) throw new StoreError('STORE_DAMAGED', `${path}: the event at position ${position} is damaged`);
  }
}

export function rowIsWhole(row: Record<string, SQLOutputValue>): boolean {
  return (
    integerOf(row['checksum']) ===
    checksumOf({
      position: integerOf(row['position']),
      stream: integerOf(row['stream']),
      revision: integerOf(row['revision']),
      type: integerOf(row['type']),
      id: bytesOf(row['id']),
      bytes: bytesOf(row['bytes']),
    })
  );
}

/** Reads a whole log that may be in use: its pages, every row, and that positions and revisions have no gap. Changes nothing. */
export function verifySqliteLog(path: string): Verified {
  try {
    return inStoreWords(path, () => {
      const db = new DatabaseSync(path, { readOnly: true, timeout: 1_000 });
      try {
        if (!hasTables(db)) {
          refuseVanished(path);
          return { sound: true, events: 0 }; // its maker was killed before it made the tables: whoever opens it makes them
        }
        refuseForeign(db, path);
        db.exec('BEGIN'); // one snapshot, while the writer goes on
        return verifyRows(db) ?? verifyPages(db);
      } finally {
        db.close();
      }
    });
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== 'STORE_DAMAGED') throw error;
    return { sound: false, reason: error.message };
  }
}

function verifyRows(db: DatabaseSync): Verified | undefined {
  const heads = new Map<number, number>();
  let wanted = 0;
  for (const row of rowsUntilDamage(db)) {
    if ('unreadable' in row) return { sound: false, firstBadPosition: BigInt(wanted), reason: String(row.unreadable) };
    const position = integerOf(row['position']);
    const stream = integerOf(row['stream']);
    const revision = integerOf(row['revision']);
    const bad = (reason: string): Verified => ({ sound: false, firstBadPosition: BigInt(Math.min(position, wanted)), reason });
    if (position !== wanted) return bad(`position ${wanted} is missing`);
    if (!rowIsWhole(row)) return bad('the stored bytes differ from their checksum');
    if (revision !== (heads.get(stream) ?? -1) + 1) return bad(`revision ${revision} does not follow ${heads.get(stream) ?? -1}`);
    heads.set(stream, revision);
    wanted += 1;
  }
  return undefined;
}

/** All rows in their order; where a page stops that, what SQLite says of it. */
function* rowsUntilDamage(db: DatabaseSync): Iterable<Record<string, SQLOutputValue> | { readonly unreadable: string }> {
  try {
    yield* db.prepare(`${ROWS} ORDER BY position`).iterate();
  } catch (error) {
    const { code, message } = troubleOf(error, 'its events');
    if (code !== 'STORE_DAMAGED') throw error;
    yield { unreadable: message };
  }
}

function verifyPages(db: DatabaseSync): Verified {
  const lines = db
    .prepare('PRAGMA integrity_check(1)')
    .all()
    .map((row) => textOf(row['integrity_check']));
  if (lines.length !== 1 || lines[0] !== 'ok') return { sound: false, reason: lines.join('; ') };
  return { sound: true, events: integerOf(db.prepare('SELECT count(*) AS events FROM events').get()?.['events']) };
}
