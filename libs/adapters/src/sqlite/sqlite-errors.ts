import { type StoreErrorCode, StoreError, isStoreError } from '@interlock/kernel';
import { type StoreTrouble } from '../event-log/judge-append.ts';

/** Primary result codes of SQLite (sqlite.org/rescode.html). */
const BUSY = 5;
const LOCKED = 6;
const CORRUPT = 11;
const FULL = 13;
const NOT_A_DATABASE = 26;
/** Extended: the file is shorter than its pages say; the file system says the content is bad. */
const SHORT_READ = 522;
const CORRUPT_FILE_SYSTEM = 8458;
/** Extended: no room for the index of the write-ahead log, which is a file. */
const NO_ROOM_FOR_INDEX = 4874;

/** What went wrong in SQLite, in the port's words; errors that are none of SQLite's are thrown on. */
export function troubleOf(error: unknown, path: string, options: { readonly outcomeUnknown?: boolean } = {}): StoreTrouble {
  if (isStoreError(error)) return { code: error.code, message: error.message, details: error.details };
  const sqlite = sqliteError(error);
  if (!sqlite) throw error;
  const { resultCode, text } = sqlite;
  const code = codeFor(resultCode);
  // A full disk leaves nothing that could be read; the index comes after what it is the index of.
  const unknown = options.outcomeUnknown === true && (resultCode & 0xff) !== FULL;
  return { code, message: `${path}: ${text} (SQLite ${resultCode})`, details: unknown ? { outcomeUnknown: true } : {} };
}

function codeFor(resultCode: number): StoreErrorCode {
  if (resultCode === SHORT_READ || resultCode === CORRUPT_FILE_SYSTEM) return 'STORE_DAMAGED';
  if (resultCode === NO_ROOM_FOR_INDEX) return 'STORE_FULL';
  switch (resultCode & 0xff) {
    case BUSY:
    case LOCKED:
      return 'STORE_IN_USE';
    case CORRUPT:
    case NOT_A_DATABASE:
      return 'STORE_DAMAGED';
    case FULL:
      return 'STORE_FULL';
    default:
      return 'STORE_UNAVAILABLE';
  }
}

/** By its fields: an error of Node's own may come from another realm, where instanceof says no. */
function sqliteError(error: unknown): { readonly resultCode: number; readonly text: string } | undefined {
  if (typeof error !== 'object' || error === null || !('errcode' in error) || !('message' in error)) return undefined;
  return typeof error.errcode === 'number' ? { resultCode: error.errcode, text: String(error.message) } : undefined;
}

export function storeErrorOf({ code, message, details }: StoreTrouble): StoreError {
  return new StoreError(code, message, details);
}

/** Runs what touches SQLite and turns its errors into the port's. */
export function inStoreWords<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw storeErrorOf(troubleOf(error, path));
  }
}
