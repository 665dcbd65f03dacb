import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, backup } from 'node:sqlite';
import { StoreError } from '@interlock/kernel';
import { inStoreWords, storeErrorOf, troubleOf } from './sqlite-errors.ts';

/** All pages in one step: in several, each commit of the writer would make the copy start over. */
const ALL_PAGES = 0x7fff_ffff;

/** Copies a log that may be in use. The target appears whole or not at all; an existing file is never overwritten. */
export async function backupLog(path: string, target: string): Promise<void> {
  const source = inStoreWords(path, () => new DatabaseSync(path, { readOnly: true, timeout: 5_000 }));
  try {
    await backupFrom(source, target);
  } finally {
    source.close();
  }
}

/** What the connection sees: inside a read transaction, the log as it was when that began. */
export async function backupFrom(source: DatabaseSync, target: string): Promise<void> {
  if (existsSync(target)) throw new StoreError('STORE_IN_USE', `${target} exists: a backup overwrites nothing`);
  const partial = `${target}.partial`;
  rmSync(partial, { force: true });
  try {
    await backup(source, partial, { rate: ALL_PAGES });
    syncPath(partial);
    renameSync(partial, target);
    syncPath(dirname(target));
  } catch (error) {
    rmSync(partial, { force: true });
    throw storeErrorOf(troubleOf(error, target));
  }
}

/** Makes a file, or what a folder lists, durable. */
export function syncPath(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
