import { parentPort, receiveMessageOnPort } from 'node:worker_threads';
import { type LogWriter, openLogWriter } from './log-writer.ts';
import { type IncomingWrite, type WriterReply, type WriterRequest, packAnswers, unpackAppends } from './messages.ts';
import { troubleOf } from './sqlite-errors.ts';

/** Appends taken into one round at most: bounds a transaction and what waits behind it. */
const ROUND_APPENDS_MAX = 2_000;

const port = parentPort;
if (!port) throw new Error('This is a thread’s program: it is started by the pool');

const logs = new Map<number, LogWriter>();
/** What waits for the next transaction, by file. */
const waiting = new Map<number, (readonly IncomingWrite[])[]>();
let waitingCount = 0;

function reply(message: WriterReply): void {
  port?.postMessage(message);
}

/** Takes what is there, never waits for more: the first message wakes us, the rest of the queue joins it. */
function round(first: WriterRequest): void {
  let request: WriterRequest | undefined = first;
  while (request) {
    take(request);
    request = waitingCount < ROUND_APPENDS_MAX ? nextRequest() : undefined;
  }
  commitAll();
}

function nextRequest(): WriterRequest | undefined {
  if (!port) return undefined;
  const received: { readonly message: WriterRequest } | undefined = receiveMessageOnPort(port);
  return received?.message;
}

function take(request: WriterRequest): void {
  switch (request.type) {
    case 'append': {
      const appends = unpackAppends(request.batch);
      const queue = waiting.get(request.file) ?? [];
      queue.push(...appends);
      waiting.set(request.file, queue);
      waitingCount += appends.length;
      return;
    }
    case 'open':
      commitAll();
      open(request);
      return;
    case 'close':
      commitAll();
      logs.get(request.file)?.close();
      logs.delete(request.file);
      reply({ type: 'closed', file: request.file });
      return;
  }
}

function commitAll(): void {
  const files = [...waiting];
  waiting.clear();
  waitingCount = 0;
  for (const [file, appends] of files) {
    const log = logs.get(file);
    if (!log) throw new Error(`Appends to file ${file}, which is not open`);
    const answers = packAnswers(log.commit(appends));
    reply({ type: 'answered', file, head: log.head(), answers });
  }
  for (const [file] of files) logs.get(file)?.checkpointIfDue();
}

function open({ file, path, options }: WriterRequest & { readonly type: 'open' }): void {
  try {
    const log = openLogWriter(path, options);
    logs.set(file, log);
    reply({ type: 'opened', file, path: log.path, storeId: log.storeId, head: log.head() });
  } catch (error) {
    reply({ type: 'refused', file, trouble: troubleOf(error, path) });
  }
}

port.on('message', round);
