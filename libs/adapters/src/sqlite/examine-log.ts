import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { refuseShortened, refuseVanished } from './head-mark.ts';
import { hasTables, lastPosition, refuseForeign, storeIdIn } from './log-schema.ts';
import { verifyTail } from './verify-log.ts';

/**
 * Looks at a log before it is opened for writing, and throws a StoreError when it must not be. Through a connection that
 * cannot write: closing a writable one copies the write-ahead log in and removes it, and with it the evidence.
 */
export function examineLog(path: string): void {
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) === 0) {
    refuseVanished(path);
    return;
  }
  const db = new DatabaseSync(path, { readOnly: true, timeout: 1_000 });
  try {
    if (!hasTables(db)) {
      refuseVanished(path);
      return;
    }
    refuseForeign(db, path);
    refuseShortened(path, storeIdIn(db), lastPosition(db));
    verifyTail(db, path);
  } finally {
    db.close();
  }
}
