import { randomUUID } from 'node:crypto';
import { copyFileSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { syncPath } from './backup-log.ts';
import { examineLog } from './examine-log.ts';
import { openHeadMark } from './head-mark.ts';
import { lockLog, realPathOf } from './log-lock.ts';
import { lastPosition, refuseForeign, refuseOldSqlite } from './log-schema.ts';
import { inStoreWords } from './sqlite-errors.ts';

/**
 * Puts a backup in a log's place, as a store of its own; answers its storeId. What lay there is replaced, its write-ahead
 * log too: left behind, that would be applied to the copy. Refused with STORE_IN_USE while the log is open.
 */
export function restoreSqliteLog(backup: string, target: string): string {
  const path = realPathOf(target);
  const lock = lockLog(path);
  try {
    const partial = `${path}.partial`;
    copyFileSync(backup, partial);
    examineLog(partial);
    syncPath(partial);
    for (const suffix of ['-wal', '-shm', '-head']) {
      rmSync(`${partial}${suffix}`, { force: true });
      rmSync(`${path}${suffix}`, { force: true });
    }
    renameSync(partial, path);
    syncPath(dirname(path));
  } finally {
    lock.release();
  }
  return renewStoreId(path);
}

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
