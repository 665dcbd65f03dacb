import { realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StoreError, isStoreError } from '@interlock/kernel';
import { inStoreWords } from './sqlite-errors.ts';

/** One name for one file, whatever link leads to it. The folder must exist. */
export function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return inFolder(path); // the file is yet to be made
  }
}

function inFolder(path: string): string {
  try {
    return join(realpathSync(dirname(path)), basename(path));
  } catch (error) {
    throw new StoreError('STORE_UNAVAILABLE', `No folder for ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/**
 * Takes the file's writer lock, or throws STORE_IN_USE: an exclusive SQLite lock on an empty file beside the log, which the
 * operating system drops when the process dies, however it dies. The empty file stays; it means nothing. Nobody may open
 * and close it by other means while it is held: that would drop the lock (POSIX).
 */
export function lockLog(path: string): { readonly release: () => void } {
  const lockPath = `${path}-lock`;
  try {
    return inStoreWords(lockPath, () => {
      const db = new DatabaseSync(lockPath, { timeout: 0 });
      try {
        db.exec('PRAGMA journal_mode = MEMORY; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
      } catch (error) {
        db.close();
        throw error;
      }
      return { release: () => db.close() };
    });
  } catch (error) {
    if (isStoreError(error, 'STORE_IN_USE')) throw new StoreError('STORE_IN_USE', `${path} is open in this or another process`);
    throw error;
  }
}
