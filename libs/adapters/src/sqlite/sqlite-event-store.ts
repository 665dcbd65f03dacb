import { type EventStore, type Position, StoreError } from '@interlock/kernel';
import { checkAppend, checkRead } from '../event-log/check-append.ts';
import { type StoreTrouble } from '../event-log/judge-append.ts';
import { makeListeners } from '../event-log/listeners.ts';
import { subscribe } from '../event-log/subscribe.ts';
import { makeAppendQueue } from './append-queue.ts';
import { backupLog } from './backup-log.ts';
import { type LogReader, openLogReader } from './log-reader.ts';
import { type LogOptions } from './messages.ts';
import { storeErrorOf } from './sqlite-errors.ts';
import { type OpenedFile, type WriterThread } from './writer-threads.ts';

export interface SqliteEventStore extends EventStore {
  /** Where the log lies, all links resolved. */
  readonly path: string;
  /**
   * Copies the log to a new file while it is written: a prefix of it, complete up to some position. The copy has the same
   * storeId; put in use in the original's place, it must get its own first (renewStoreId).
   */
  readonly backup: (target: string) => Promise<void>;
}

/** The caller's side of one log: reads here, writes in the thread that owns the file. */
export async function openSqliteEventStore(thread: WriterThread, path: string, options: LogOptions): Promise<SqliteEventStore> {
  const appended = makeListeners<Position>();
  const closed = makeListeners<undefined>();
  let acknowledged: Position;
  let trouble: StoreTrouble | undefined;
  let closing: Promise<void> | undefined;

  const queue = makeAppendQueue((appends) => file.append(appends));
  const file: OpenedFile = await thread.open(path, options, {
    answered(head, answers) {
      const before = acknowledged;
      acknowledged = BigInt(head);
      queue.settle(answers);
      if (acknowledged > before) appended.tell(acknowledged);
    },
    lost(reason) {
      trouble = reason;
      queue.fail(reason);
    },
  });
  acknowledged = BigInt(file.head);
  const reader = await openLogReaderOf(file);

  const refuseClosed = (): void => {
    if (closing) throw new StoreError('STORE_CLOSED', `${file.path} is closed`);
  };
  const close = async (): Promise<void> => {
    closed.tell(undefined);
    await queue.drain();
    reader.close();
    await file.close();
  };
  const store: SqliteEventStore = {
    path: file.path,
    storeId: file.storeId,
    capabilities: { adapter: 'sqlite', durable: true, multiStreamAppend: true },
    async append(writes) {
      refuseClosed();
      if (trouble) throw storeErrorOf({ ...trouble, details: {} });
      checkAppend(writes);
      return queue.push(writes);
    },
    async readStream(stream, read = {}) {
      refuseClosed();
      checkRead(read);
      return reader.stream(stream, read, acknowledged);
    },
    async readAll(read = {}) {
      refuseClosed();
      checkRead({ limit: read.limit });
      return reader.all(read, acknowledged);
    },
    subscribeAll(wanted) {
      refuseClosed();
      return subscribe(store, closed.add, wanted);
    },
    head: () => acknowledged,
    onAppended: appended.add,
    async backup(target) {
      refuseClosed();
      await backupLog(file.path, target);
    },
    close: () => (closing ??= close()),
  };
  return store;
}

/** Lets go of the file when it cannot be read. */
async function openLogReaderOf(file: OpenedFile): Promise<LogReader> {
  try {
    return openLogReader(file.path);
  } catch (error) {
    await file.close();
    throw error;
  }
}
