import { type EventStore } from '@interlock/kernel';
import { backupFrom } from './backup-log.ts';
import { logReaderOn, openReadOnly } from './log-reader.ts';
import { lastPosition, refuseForeign, storeIdIn } from './log-schema.ts';
import { realPathOf } from './log-lock.ts';
import { inStoreWords } from './sqlite-errors.ts';

/** A log as it stood at one moment, whoever writes it meanwhile. Takes no lock and changes nothing. */
export interface LogSnapshot extends Pick<EventStore, 'storeId' | 'head' | 'readAll' | 'readStream'> {
  /** Where the log lies, all links resolved. */
  readonly path: string;
  /** Moves on to what is committed by now. */
  refresh(): void;
  /** Copies this state of the log to a new file; an existing one is never overwritten. */
  backup(target: string): Promise<void>;
  close(): void;
}

/** Throws a StoreError when the file is missing, no log of ours, newer, or damaged. */
export function openLogSnapshot(wantedPath: string): LogSnapshot {
  const path = realPathOf(wantedPath);
  return inStoreWords(path, () => {
    const db = openReadOnly(path);
    try {
      refuseForeign(db, path);
      // The first read inside it is what the transaction sees from then on.
      const begin = (): bigint => {
        db.exec('BEGIN');
        return BigInt(lastPosition(db));
      };
      const storeId = storeIdIn(db);
      const reader = logReaderOn(db, path);
      let head = begin();
      return {
        path,
        storeId,
        head: () => head,
        readAll: async (options = {}) => reader.all(options, head),
        readStream: async (stream, options = {}) => reader.stream(stream, options, head),
        refresh() {
          inStoreWords(path, () => {
            db.exec('COMMIT');
            head = begin();
          });
        },
        backup: (target) => backupFrom(db, target),
        close: () => db.close(),
      };
    } catch (error) {
      db.close();
      throw error;
    }
  });
}
