import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { parentPort } from 'node:worker_threads';
import { integerOf } from '../sqlite/columns.ts';
import { type CopyReply } from './log-copier.ts';

const port = parentPort;
if (!port) throw new Error('This is a thread’s program: it is started by the copier');

/** What fails here its owner meets too, and tells: a log that is not copied only stays longer. */
function copy(path: string): CopyReply {
  const file = pathToFileURL(path);
  file.searchParams.set('mode', 'rw'); // a file that was taken away meanwhile is not made anew
  try {
    const db = new DatabaseSync(file, { timeout: 1_000 });
    try {
      const row = db.prepare('PRAGMA wal_checkpoint(PASSIVE)').get();
      return { path, pages: integerOf(row?.['log']), left: integerOf(row?.['log']) - integerOf(row?.['checkpointed']) };
    } finally {
      db.close();
    }
  } catch {
    return { path, pages: 0, left: 0 };
  }
}

port.on('message', (path: string) => {
  port.postMessage(copy(path));
});
