import { DatabaseSync } from 'node:sqlite';
import { KeyStoreError } from './key-store-error.ts';

/** Who writes the key file: one process at a time, of all that share it. */
export interface KeyLock {
  /** Waits for whoever has it. Throws KEYS_UNAVAILABLE when that takes too long. */
  during<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Does it if nobody has it now. */
  ifFree(work: () => void): void;
  close(): void;
}

/** A writer has it for one sync of the disk; whoever has it that much longer hangs. */
const WAIT_MS_MAX = 10_000;
/** Several that wait look at different moments. */
const LOOK_MS_MAX = 4;
const BUSY = 5;

/**
 * An exclusive lock of SQLite’s on an empty file beside it: the operating system drops it when the process dies, however it dies, and it
 * holds between machines where the volume’s file locks do.
 */
export function keyLock(file: string): KeyLock {
  let db: DatabaseSync | undefined;
  const take = (): boolean => {
    try {
      db ??= opened(file);
      db.exec('BEGIN EXCLUSIVE');
      return true;
    } catch (error) {
      if (isBusy(error)) return false;
      throw new KeyStoreError('KEYS_UNAVAILABLE', `The key file cannot be locked (${file})`, { cause: error });
    }
  };
  const release = (): void => db?.exec('ROLLBACK');
  return {
    async during(work) {
      const until = performance.now() + WAIT_MS_MAX;
      while (!take()) {
        if (performance.now() > until)
          throw new KeyStoreError('KEYS_UNAVAILABLE', `Another process has had the key file for ${WAIT_MS_MAX / 1_000} s (${file})`);
        await new Promise((resolve) => setTimeout(resolve, 1 + Math.random() * LOOK_MS_MAX));
      }
      try {
        return await work();
      } finally {
        release();
      }
    },
    ifFree(work) {
      if (!take()) return;
      try {
        work();
      } finally {
        release();
      }
    },
    close() {
      db?.close();
      db = undefined;
    },
  };
}

function opened(file: string): DatabaseSync {
  const db = new DatabaseSync(file, { timeout: 0 });
  db.exec('PRAGMA journal_mode = MEMORY');
  return db;
}

function isBusy(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'errcode' in error && error.errcode === BUSY;
}
