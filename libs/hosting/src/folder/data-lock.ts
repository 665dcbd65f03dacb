import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { EXIT, Fault } from '../faults/fault.ts';

/** Who has the folder, as it wrote of itself. */
export interface Holder {
  readonly pid: number;
  readonly startedAt: string;
  /** Set once it listens. */
  readonly url?: string;
}

export interface DataLock {
  /** Tells whoever finds the folder taken where the holder can be reached. */
  listensAt(url: string): void;
  release(): void;
}

/**
 * Takes the folder for this process, or throws DATA_IN_USE. An exclusive lock of SQLite’s on an empty file: the operating system drops it
 * when the process dies, however it dies, so there is no stale lock to remove by hand.
 */
export function lockData(path: string, startedAt: string): DataLock {
  const db = new DatabaseSync(join(path, LOCK), { timeout: 0 });
  try {
    db.exec('PRAGMA journal_mode = MEMORY; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if (!isBusy(error)) throw error;
    throw inUse(path, holderOf(path));
  }
  const holder: Holder = { pid: process.pid, startedAt };
  write(path, holder);
  return {
    listensAt: (url) => write(path, { ...holder, url }),
    release() {
      rmSync(join(path, HOLDER), { force: true });
      db.close();
    },
  };
}

/** Takes folders of nodes, each for itself, in a folder that other nodes’ processes use beside this one, but nobody as a whole. */
export function lockNodes(path: string, nodes: readonly string[], startedAt: string): DataLock {
  const taken: { release(): void; listensAt(url: string): void }[] = [];
  const release = (): void => {
    for (const lock of taken.splice(0).reverse()) lock.release();
  };
  try {
    taken.push(shareData(path));
    for (const node of nodes) taken.push(lockData(node, startedAt));
  } catch (error) {
    release();
    throw error;
  }
  return {
    listensAt(url) {
      for (const lock of taken) lock.listensAt(url);
    },
    release,
  };
}

/** Keeps out who would take the folder as a whole; any number may share it. */
function shareData(path: string): DataLock {
  const db = new DatabaseSync(join(path, LOCK), { timeout: 0 });
  try {
    db.exec('PRAGMA journal_mode = MEMORY; BEGIN; SELECT count(*) FROM sqlite_schema');
  } catch (error) {
    db.close();
    if (!isBusy(error)) throw error;
    throw inUse(path, holderOf(path));
  }
  return {
    listensAt: () => undefined,
    release: () => {
      db.close();
    },
  };
}

/** Whether a process has the folder now, and what it said of itself. */
export function holderNow(path: string): Holder | undefined {
  try {
    const db = new DatabaseSync(join(path, LOCK), { readOnly: true, timeout: 0 });
    try {
      db.exec('BEGIN; SELECT count(*) FROM sqlite_schema');
      return undefined;
    } finally {
      db.close();
    }
  } catch (error) {
    return isBusy(error) ? (holderOf(path) ?? { pid: 0, startedAt: '' }) : undefined;
  }
}

const LOCK = 'interlock.lock';
const HOLDER = 'running.json';

/** Whole or not at all, and not synced: a power failure ends the holder too. */
function write(path: string, holder: Holder): void {
  const file = join(path, HOLDER);
  writeFileSync(`${file}.new`, `${JSON.stringify(holder)}\n`);
  renameSync(`${file}.new`, file);
}

function holderOf(path: string): Holder | undefined {
  try {
    const said: unknown = JSON.parse(readFileSync(join(path, HOLDER), 'utf8'));
    return isHolder(said) ? said : undefined;
  } catch {
    return undefined; // it died before it wrote, or is just ending
  }
}

function isHolder(said: unknown): said is Holder {
  return (
    typeof said === 'object' &&
    said !== null &&
    'pid' in said &&
    typeof said.pid === 'number' &&
    'startedAt' in said &&
    typeof said.startedAt === 'string' &&
    (!('url' in said) || typeof said.url === 'string')
  );
}

function inUse(path: string, holder: Holder | undefined): Fault {
  const who = holder
    ? `process ${String(holder.pid)} (since ${holder.startedAt}${holder.url === undefined ? '' : `, ${holder.url}`})`
    : 'another process';
  return new Fault({
    code: 'DATA_IN_USE',
    what: `${path} is in use`,
    why: `${who} runs a city on it, and a log has one writer`,
    how: `use the running one, stop it first, or name another folder (--data DIR, INTERLOCK_DATA)`,
    exit: EXIT.conflict,
  });
}

function isBusy(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'errcode' in error && (error.errcode === 5 || error.errcode === 6);
}
