import { createSecretKey, type KeyObject } from 'node:crypto';
import { canonicalBytes, canonicalText } from '@interlock/kernel';
import { decrypt, encrypt, type Key, KEY_BYTES } from './aead.ts';
import { type KeyLine } from './key-tail.file.ts';
import { KeyStoreError } from './key-store-error.ts';

/** Raised when an older Interlock could not read the file. */
export const KEY_FILE_VERSION = 1;

/** First line: whose keys these are, and the node's own secret (for subjects and body hashes), wrapped: shows that the master key fits. */
export interface OwnerRecord {
  readonly type: 'keys';
  readonly version: number;
  readonly node: string;
  readonly box: string;
}

/** A key made here (then with the subject's HMAC) or fetched, wrapped under the master key. */
export interface KeyRecord {
  readonly type: 'key';
  /** `<node>/<keyId>` */
  readonly key: string;
  readonly subject?: string;
  readonly box: string;
}

/** The key was destroyed: it is never fetched again. */
export interface DestroyedRecord {
  readonly type: 'destroyed';
  readonly key: string;
}

export type KeyFileRecord = OwnerRecord | KeyRecord | DestroyedRecord;

export function recordText(record: KeyFileRecord): string {
  return canonicalText(record);
}

export function readRecord({ text, at }: KeyLine): KeyFileRecord {
  const record = parsed(text);
  if (record) return record;
  throw new KeyStoreError('KEYS_DAMAGED', `The key file cannot be read at byte ${String(at)}: restore it from its backup`);
}

/** Where a field's value stands in the file. All text of the file is ASCII, so characters are bytes. */
export function valueAt(line: KeyLine, field: 'box' | 'subject'): number | undefined {
  const mark = `"${field}":"`;
  const found = line.text.indexOf(mark);
  return found < 0 ? undefined : line.at + found + mark.length;
}

export function wrap(masterKey: Key, name: string, key: KeyObject): string {
  return encrypt(masterKey, wrapData(name), key.export()).toString('base64url');
}

export function unwrap(masterKey: Key, name: string, box: string): KeyObject | undefined {
  const key = decrypt(masterKey, wrapData(name), Buffer.from(box, 'base64url'));
  return key?.length === KEY_BYTES ? createSecretKey(key) : undefined;
}

/** Whether the value of a destroyed key was written over. */
export function isErased(value: string): boolean {
  return /^A*$/.test(value);
}

function wrapData(name: string): Uint8Array {
  return canonicalBytes({ wraps: name });
}

function parsed(text: string): KeyFileRecord | undefined {
  let record: unknown;
  try {
    record = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof record !== 'object' || record === null || !('type' in record)) return undefined;
  switch (record.type) {
    case 'keys':
      return ownerOf(record);
    case 'key':
      return keyOf(record);
    case 'destroyed':
      return 'key' in record && typeof record.key === 'string' ? { type: 'destroyed', key: record.key } : undefined;
    default:
      return undefined;
  }
}

function ownerOf(record: object): OwnerRecord | undefined {
  if (!('version' in record && 'node' in record && 'box' in record)) return undefined;
  const { version, node, box } = record;
  if (typeof version !== 'number' || typeof node !== 'string' || typeof box !== 'string') return undefined;
  return { type: 'keys', version, node, box };
}

function keyOf(record: object): KeyRecord | undefined {
  if (!('key' in record && 'box' in record)) return undefined;
  const { key, box } = record;
  if (typeof key !== 'string' || typeof box !== 'string') return undefined;
  if (!('subject' in record)) return { type: 'key', key, box };
  return typeof record.subject === 'string' ? { type: 'key', key, box, subject: record.subject } : undefined;
}
