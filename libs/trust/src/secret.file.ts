import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
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
  const whole = typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : bytes;
  const temporary = `${file}.new`;
  const descriptor = openSync(temporary, 'w', mode);
  try {
    for (let written = 0; written < whole.length;) written += writeSync(descriptor, whole, written);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(temporary, file);
  syncFolder(dirname(file));
}

/** Makes a new or renamed entry of the folder durable. Windows has no such call and needs none. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
