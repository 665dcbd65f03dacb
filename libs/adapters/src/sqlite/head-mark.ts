import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { StoreError } from '@interlock/kernel';

const BYTES = 64;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * How far the log had been committed, in a small file beside it. Written after each commit and never synced: it may lag
 * behind after a power failure but is never ahead of what was durable. So a log that ends before its mark has lost
 * acknowledged events (a truncated or deleted write-ahead log, an older copy), which SQLite alone would not notice.
 */
export interface HeadMark {
  readonly write: (head: number) => void;
  readonly close: () => void;
}

/** Throws STORE_DAMAGED when the log ends before its mark. A mark of another store (one restored and renewed) is void. */
export function refuseShortened(path: string, storeId: string, head: number): void {
  const marked = readMark(path);
  if (marked?.storeId !== storeId || marked.head <= head) return;
  const cause = 'its write-ahead log was cut, or an older copy was put in its place (a restored copy needs a new storeId)';
  throw new StoreError('STORE_DAMAGED', `${path} ends at position ${head}, but ${marked.head} was committed: ${cause}`);
}

/** Throws STORE_DAMAGED when a log is to be made where one with events has been: it was emptied or taken away. */
export function refuseVanished(path: string): void {
  const marked = readMark(path);
  if (!marked || marked.head < 0) return;
  const message = `${path} is gone or empty, but store ${marked.storeId} had been written there up to position ${marked.head}; remove ${markPath(path)} to begin anew`;
  throw new StoreError('STORE_DAMAGED', message);
}

export function openHeadMark(path: string, storeId: string, head: number): HeadMark {
  const file = openSync(markPath(path), constants.O_RDWR | constants.O_CREAT);
  const write = (position: number): void => {
    try {
      writeSync(file, encode(storeId, position), 0, BYTES, 0);
    } catch {
      // Full disk: the mark stays behind, which is never wrong; the commit itself stands.
    }
  };
  write(head);
  return { write, close: () => closeSync(file) };
}

function markPath(path: string): string {
  return `${path}-head`;
}

function encode(storeId: string, head: number): Uint8Array {
  const text = `${storeId} ${head}`;
  return encoder.encode(`${text} ${crc32(text).toString(16)}`.padEnd(BYTES));
}

/** Undefined when there is none, or none that can be read: a mark only ever adds certainty. */
function readMark(path: string): { readonly storeId: string; readonly head: number } | undefined {
  const bytes = new Uint8Array(BYTES);
  try {
    const file = openSync(markPath(path), 'r');
    try {
      readSync(file, bytes, 0, BYTES, 0);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  const [storeId, head, sum] = decoder.decode(bytes).trim().split(' ');
  if (storeId === undefined || head === undefined || crc32(`${storeId} ${head}`).toString(16) !== sum) return undefined;
  return { storeId, head: Number(head) };
}
