import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { KEY_BYTES } from './aead.ts';

/**
 * The 32 random bytes kept in this file (a master key, a reference key, a signing seed), made and synced at first use; readable by the
 * owner only. Of several processes that make it at once one does, and all have its bytes. Throws when the file has another size: a damaged key must never be replaced by a new one.
 */
export function readOrCreateSecret(file: string): Uint8Array {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    createDurably(file, randomBytes(KEY_BYTES));
  }
  return readSecret(file);
}

/** Makes those of the secrets that are not there yet, all of them synced together: one after another each would wait for the disk anew. */
export async function createSecrets(files: readonly string[]): Promise<void> {
  const missing = files.filter((file) => !existsSync(file));
  for (const folder of foldersOf(missing)) mkdirSync(folder, { recursive: true });
  await createAllDurably(missing.map((file) => ({ file, bytes: randomBytes(KEY_BYTES) })));
}

/** Like readOrCreateSecret, for a file that must be there. */
export function readSecret(file: string): Uint8Array {
  const secret = readFileSync(file);
  if (secret.length !== KEY_BYTES) {
    throw new Error(`${file} holds ${String(secret.length)} bytes instead of ${String(KEY_BYTES)}: put back the file from its backup`);
  }
  return Uint8Array.from(secret);
}

/** Whole or not at all, and on the disk when it returns. */
export function writeDurably(file: string, bytes: Uint8Array | string, mode = 0o644): void {
  const written = { file, name: `${file}.new`, bytes, mode };
  putNow(written, renameTo);
}

/** Like writeDurably, readable by the owner only, and the first of several processes that make it at once stays: what is there is not replaced. */
export function createDurably(file: string, bytes: Uint8Array | string): void {
  putNow({ file, name: nameOfOwn(file), bytes, mode: SECRET_MODE }, linkTo);
}

interface FileToWrite {
  readonly file: string;
  readonly bytes: Uint8Array | string;
}

/** Each whole or not at all, and all on the disk when it resolves. The process goes on meanwhile; the disk syncs them side by side. */
export async function writeAllDurably(files: readonly FileToWrite[]): Promise<void> {
  await putAside(
    files.map(({ file, bytes }) => ({ file, name: `${file}.new`, bytes, mode: 0o644 })),
    renameTo,
  );
}

/** Like createDurably, all of them side by side. */
export async function createAllDurably(files: readonly FileToWrite[]): Promise<void> {
  await putAside(
    files.map(({ file, bytes }) => ({ file, name: nameOfOwn(file), bytes, mode: SECRET_MODE })),
    linkTo,
  );
}

const SECRET_MODE = 0o600;
const sync = promisify(fsync);

interface Written extends FileToWrite {
  /** Under which it is written, before it gets its own. */
  readonly name: string;
  readonly mode: number;
}

/** No other process writes under this name. */
function nameOfOwn(file: string): string {
  return `${file}.new-${randomBytes(8).toString('hex')}`;
}

function renameTo({ name, file }: Written): void {
  renameSync(name, file);
}

/** Gives the file its name unless one has it. Where the file system knows no links, the last of several at once stays instead of the first. */
function linkTo({ name, file }: Written): void {
  try {
    linkSync(name, file);
  } catch (error) {
    if (!existsSync(file)) {
      renameSync(name, file);
      return;
    }
    if (!(typeof error === 'object' && error !== null && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  rmSync(name, { force: true });
}

function putNow(written: Written, giveName: (written: Written) => void): void {
  const descriptor = openNew(written);
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  giveName(written);
  syncFolder(dirname(written.file));
}

async function putAside(files: readonly Written[], giveName: (written: Written) => void): Promise<void> {
  const descriptors: number[] = [];
  try {
    for (const file of files) descriptors.push(openNew(file));
    // Each is waited for: a descriptor closed too early may be another file's while it is synced.
    const synced = await Promise.allSettled(descriptors.map((descriptor) => sync(descriptor)));
    for (const one of synced) if (one.status === 'rejected') throw one.reason;
  } finally {
    for (const descriptor of descriptors) closeSync(descriptor);
  }
  for (const file of files) giveName(file);
  await Promise.all(foldersOf(files.map(({ file }) => file)).map(syncFolderAside));
}

/** The file under its first name, written and open. */
function openNew({ name, bytes, mode }: Written): number {
  const whole = typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : bytes;
  const descriptor = openSync(name, 'w', mode);
  try {
    for (let written = 0; written < whole.length;) written += writeSync(descriptor, whole, written);
    return descriptor;
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

function foldersOf(files: readonly string[]): readonly string[] {
  return [...new Set(files.map((file) => dirname(file)))];
}

async function syncFolderAside(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    await sync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Makes a new or renamed entry of the folder durable. Windows has no such call and needs none. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
