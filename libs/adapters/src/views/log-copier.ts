import { Worker } from 'node:worker_threads';

/** What a copying found: how long the write-ahead log is, and how much of it could not be copied yet. */
export interface CopyReply {
  readonly path: string;
  readonly pages: number;
  readonly left: number;
}

/** One view file’s part of the copier. */
export interface LogCopier {
  /** Asks for the file’s write-ahead log to be copied into it; `done` is called in this thread. */
  copy(done: (reply: CopyReply) => void): void;
  close(): void;
}

// The thread's program has our own extension: .ts from the sources (which Node strips), .js when built.
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const PROGRAM = new URL(`./copy-log.worker.${extension}`, import.meta.url);
const EXEC_ARGV = extension === 'ts' ? ['--conditions=@interlock/source'] : [];

/** Who waits for a copy, by file. */
const waiting = new Map<string, (reply: CopyReply) => void>();
let open = 0;
let worker: Worker | undefined;

/**
 * Copies and syncs the pages of view files in a thread of its own: done between two commits, as SQLite would by itself, it holds the thread that
 * decides and answers for 5 to 20 ms each time. One thread for all files of the process, started when the first log has grown, ended with the last file.
 */
export function openLogCopier(path: string): LogCopier {
  open += 1;
  return {
    copy(done) {
      waiting.set(path, done);
      worker ??= start();
      worker.postMessage(path);
    },
    close() {
      waiting.delete(path);
      open -= 1;
      if (open > 0) return;
      void worker?.terminate();
      worker = undefined;
    },
  };
}

function start(): Worker {
  const started = new Worker(PROGRAM, { execArgv: EXEC_ARGV, name: 'interlock-view-copier' });
  started.unref();
  started.on('message', (reply: CopyReply) => {
    const done = waiting.get(reply.path);
    waiting.delete(reply.path);
    done?.(reply);
  });
  // Logs then grow until SQLite copies them between two commits: slower, and nothing else.
  const lose = (): void => {
    if (worker !== started) return; // another one has been started since
    worker = undefined;
    waiting.clear();
  };
  started.on('error', lose);
  started.on('exit', lose);
  return started;
}
