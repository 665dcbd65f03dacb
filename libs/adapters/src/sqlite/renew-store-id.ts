import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { openHeadMark } from './head-mark.ts';
import { lockLog, realPathOf } from './log-lock.ts';
import { lastPosition, refuseForeign, refuseOldSqlite } from './log-schema.ts';
import { inStoreWords } from './sqlite-errors.ts';

/**
 * Ends a restore: the copy becomes a store of its own, so that whoever holds a position of the old one notices. Answers the
 * new storeId. The file must not be open.
 */
export function renewStoreId(restoredPath: string): string {
  const path = realPathOf(restoredPath);
  const lock = lockLog(path);
  try {
    return inStoreWords(path, () => {
      const db = new DatabaseSync(path, { timeout: 1_000 });
      try {
        refuseOldSqlite(db);
        refuseForeign(db, path);
        const storeId = randomUUID();
        db.exec('PRAGMA synchronous = FULL');
        db.prepare("UPDATE meta SET value = ? WHERE key = 'storeId'").run(storeId);
        openHeadMark(path, storeId, lastPosition(db)).close();
        return storeId;
      } finally {
        db.close();
      }
    });
  } finally {
    lock.release();
  }
}
