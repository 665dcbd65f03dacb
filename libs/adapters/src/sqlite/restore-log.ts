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
    const { storeId, head } = renewedCopy(backup, partial);
    // The mark stays: should it end here, the log that has lost its write-ahead log is refused by it.
    removeBeside(path, ['-wal', '-shm']);
    renameSync(partial, path);
    syncPath(dirname(path));
    openHeadMark(path, storeId, head).close();
    return storeId;
  } finally {
    lock.release();
  }
}

/** A sound and durable copy of a backup, a store of its own already; what was broken off in its place before is no part of it. */
export function renewedCopy(backup: string, target: string): { readonly storeId: string; readonly head: number } {
  removeBeside(target, BESIDE);
  copyFileSync(backup, target);
  examineLog(target);
  const renewed = inStoreWords(target, () => renew(target));
  removeBeside(target, BESIDE);
  syncPath(target);
  return renewed;
}

const BESIDE = ['-wal', '-shm', '-head'];

function removeBeside(path: string, suffixes: readonly string[]): void {
  for (const suffix of suffixes) rmSync(`${path}${suffix}`, { force: true });
}

/**
 * Ends a restore by hand: the copy becomes a store of its own, so that whoever holds a position of the old one notices. Answers
 * the new storeId. The file must not be open.
 */
export function renewStoreId(restoredPath: string): string {
  const path = realPathOf(restoredPath);
  const lock = lockLog(path);
  try {
    const { storeId, head } = inStoreWords(path, () => renew(path));
    openHeadMark(path, storeId, head).close();
    return storeId;
  } finally {
    lock.release();
  }
}

function renew(path: string): { readonly storeId: string; readonly head: number } {
  const db = new DatabaseSync(path, { timeout: 1_000 });
  try {
    refuseOldSqlite(db);
    refuseForeign(db, path);
    const storeId = randomUUID();
    db.exec('PRAGMA synchronous = FULL');
    db.prepare("UPDATE meta SET value = ? WHERE key = 'storeId'").run(storeId);
    return { storeId, head: lastPosition(db) };
  } finally {
    db.close();
  }
}
