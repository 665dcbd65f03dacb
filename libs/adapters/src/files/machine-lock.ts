import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 50;

/**
 * Runs `act` while no other process of this machine runs one under the same path: an exclusive SQLite lock on an empty file, which
 * the operating system drops when the process dies, however it dies. The file stays; it means nothing. Throws after `waitMsMax`.
 */
export async function withMachineLock<Value>(path: string, waitMsMax: number, act: () => Promise<Value>): Promise<Value> {
  const lock = await taken(path, waitMsMax);
  try {
    return await act();
  } finally {
    lock.close();
  }
}

async function taken(path: string, waitMsMax: number): Promise<DatabaseSync> {
  const patientUntil = performance.now() + waitMsMax;
  for (;;) {
    const lock = tryToTake(path);
    if (lock) return lock;
    if (performance.now() >= patientUntil) throw new Error(`${path} is held by another process for more than ${waitMsMax / 1000} s`);
    await delay(POLL_MS);
  }
}

function tryToTake(path: string): DatabaseSync | undefined {
  const db = new DatabaseSync(path, { timeout: 0 });
  try {
    db.exec('PRAGMA journal_mode = MEMORY; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    return db;
  } catch (error) {
    db.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
}

const SQLITE_BUSY = 5;

function isBusy(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'errcode' in error && error.errcode === SQLITE_BUSY;
}
