import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { KEY_BYTES } from './aead.ts';

/**
 * The 32 random bytes kept in this file (a master key, a reference key, a signing seed), made and synced at first use; readable by the
 * owner only. Throws when the file has another size: a damaged key must never be replaced by a new one.
 */
export function readOrCreateSecret(file: string): Uint8Array {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    writeDurably(file, randomBytes(KEY_BYTES), 0o600);
  }
  return readSecret(file);
}

/** Makes those of the secrets that are not there yet, all of them synced together: one after another each would wait for the disk anew. */
export async function createSecrets(files: readonly string[]): Promise<void> {
  const missing = files.filter((file) => !existsSync(file));
  for (const folder of foldersOf(missing)) mkdirSync(folder, { recursive: true });
  await writeAllDurably(missing.map((file) => ({ file, bytes: randomBytes(KEY_BYTES), mode: 0o600 })));
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
  const descriptor = openNew({ file, bytes, mode });
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(newNameOf(file), file);
  syncFolder(dirname(file));
}

interface FileToWrite {
  readonly file: string;
  readonly bytes: Uint8Array | string;
  readonly mode?: number;
}

/** Each whole or not at all, and all on the disk when it resolves. The process goes on meanwhile; the disk syncs them side by side. */
export async function writeAllDurably(files: readonly FileToWrite[]): Promise<void> {
  const descriptors: number[] = [];
  try {
    for (const file of files) descriptors.push(openNew(file));
    // Each is waited for: a descriptor closed too early may be another file's while it is synced.
    const synced = await Promise.allSettled(descriptors.map((descriptor) => sync(descriptor)));
    for (const one of synced) if (one.status === 'rejected') throw one.reason;
  } finally {
    for (const descriptor of descriptors) closeSync(descriptor);
  }
  for (const { file } of files) renameSync(newNameOf(file), file);
  await Promise.all(foldersOf(files.map(({ file }) => file)).map(syncFolderAside));
}

const sync = promisify(fsync);

function newNameOf(file: string): string {
  return `${file}.new`;
}

/** The file under its new name, written and open. */
function openNew({ file, bytes, mode = 0o644 }: FileToWrite): number {
  const whole = typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : bytes;
  const descriptor = openSync(newNameOf(file), 'w', mode);
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
