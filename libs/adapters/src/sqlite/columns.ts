import { type SQLOutputValue } from 'node:sqlite';
import { StoreError } from '@interlock/kernel';

/** Decoding of what SQLite gives: a column of another kind than its table was made with means a damaged file. */
export function integerOf(value: SQLOutputValue | undefined): number {
  if (typeof value === 'number') return value;
  throw wrongKind('an integer', value);
}

export function textOf(value: SQLOutputValue | undefined): string {
  if (typeof value === 'string') return value;
  throw wrongKind('text', value);
}

export function bytesOf(value: SQLOutputValue | undefined): Uint8Array {
  if (value instanceof Uint8Array) return value;
  // Under a test runner the value may come from another realm than ours, where instanceof says no.
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  throw wrongKind('bytes', value);
}

function wrongKind(wanted: string, value: unknown): StoreError {
  return new StoreError('STORE_DAMAGED', `The file holds ${value === null ? 'nothing' : typeof value} where ${wanted} should be`);
}
