import { Worker } from 'node:worker_threads';
import { type StreamWrite } from '@interlock/kernel';
import { type StoreTrouble } from '../event-log/judge-append.ts';
import { type LogOptions, type PackedAnswers, type WriterReply, type WriterRequest, packAppends } from './messages.ts';
import { storeErrorOf } from './sqlite-errors.ts';

/** What a store hears of its file from the writer thread. */
interface FileListener {
  readonly answered: (head: number, answers: PackedAnswers) => void;
  /** The thread is gone: what was under way may have been written. */
  readonly lost: (trouble: StoreTrouble) => void;
}

export interface OpenedFile {
  readonly path: string;
  readonly storeId: string;
  readonly head: number;
  readonly append: (appends: readonly (readonly StreamWrite[])[]) => void;
  /** Resolves when the thread has let go of the file. */
  readonly close: () => Promise<void>;
}

/** One thread and the files it owns. Starts with its first file; keeps the process alive only while a file is open. */
export interface WriterThread {
  readonly files: () => number;
  readonly open: (path: string, options: LogOptions, listener: FileListener) => Promise<OpenedFile>;
  readonly stop: () => Promise<void>;
}

type Opened = Extract<WriterReply, { type: 'opened' }>;

interface FileState {
  readonly listener: FileListener;
  readonly opened: PromiseWithResolvers<Opened>;
  readonly closed: PromiseWithResolvers<void>;
}

// The thread's program has our own extension: .ts from the sources (which Node strips), .js when built.
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const PROGRAM = new URL(`./writer-thread.${extension}`, import.meta.url);
const EXEC_ARGV = extension === 'ts' ? ['--conditions=@interlock/source'] : [];

export function makeWriterThread(): WriterThread {
  const files = new Map<number, FileState>();
  let worker: Worker | undefined;
  let nextFile = 0;

  const lose = (lost: Worker, message: string): void => {
    if (worker !== lost) return; // a thread that failed says so twice: by its error and by its end
    worker = undefined;
    const trouble: StoreTrouble = { code: 'STORE_UNAVAILABLE', message, details: { outcomeUnknown: true } };
    for (const { listener, opened, closed } of [...files.values()]) {
      listener.lost(trouble);
      opened.reject(storeErrorOf(trouble));
      closed.resolve();
    }
    files.clear();
  };
  const started = (): Worker => {
    worker ??= startWorker((reply) => heed(files, reply), lose);
    worker.ref();
    return worker;
  };
  const forget = (file: number): void => {
    files.delete(file);
    if (files.size === 0) worker?.unref();
  };

  return {
    files: () => files.size,
    async open(path, options, listener) {
      const file = nextFile++;
      const state: FileState = { listener, opened: Promise.withResolvers(), closed: Promise.withResolvers() };
      files.set(file, state);
      const thread = started();
      const post = (request: WriterRequest, transfer: readonly ArrayBuffer[] = []): void => thread.postMessage(request, transfer);
      post({ type: 'open', file, path, options });
      const opened = await state.opened.promise.catch((error: unknown) => {
        forget(file);
        throw error;
      });
      return {
        path: opened.path,
        storeId: opened.storeId,
        head: opened.head,
        append(appends) {
          const batch = packAppends(appends);
          post({ type: 'append', file, batch }, [batch.bytes.buffer]);
        },
        async close() {
          if (files.has(file)) post({ type: 'close', file });
          await state.closed.promise;
          forget(file);
        },
      };
    },
    async stop() {
      await worker?.terminate();
    },
  };
}

function startWorker(heard: (reply: WriterReply) => void, lost: (worker: Worker, message: string) => void): Worker {
  const worker = new Worker(PROGRAM, { execArgv: EXEC_ARGV, name: 'interlock-log-writer' });
  worker.on('message', heard);
  worker.on('error', (error) => lost(worker, `The log’s writer thread failed: ${reasonOf(error)}`));
  worker.on('exit', (code) => lost(worker, `The log’s writer thread ended with ${code}`));
  return worker;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function heed(files: ReadonlyMap<number, FileState>, reply: WriterReply): void {
  const state = files.get(reply.file);
  if (!state) return;
  switch (reply.type) {
    case 'opened':
      state.opened.resolve(reply);
      return;
    case 'refused':
      state.opened.reject(storeErrorOf(reply.trouble));
      return;
    case 'answered':
      state.listener.answered(reply.head, reply.answers);
      return;
    case 'closed':
      state.closed.resolve();
      return;
  }
}
