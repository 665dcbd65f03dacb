import { writeSync } from 'node:fs';
import { openSqliteStores } from '../sqlite/sqlite-stores.ts';
import { streamOf, writesOf } from './kill-appends.ts';

/**
 * The process that is killed: so many callers append as fast as they are answered. Each says on the pipe what it is about
 * to append and what was acknowledged, with a write that is over before the next step: what it said is known even after a kill.
 */
const [, , path = '', round = '0', callers = '64'] = process.argv;
const OUT = 1;

const PIPE_FULL_WAIT_MS = 1;
const pause = new Int32Array(new SharedArrayBuffer(4));
const encoder = new TextEncoder();

function say(...words: readonly (string | number)[]): void {
  let rest = encoder.encode(`${words.join(' ')}\n`);
  while (rest.length > 0) rest = rest.subarray(writeSome(rest));
}

/** Bytes that the pipe took: none, after a pause, while it is full because a busy machine lets the parent wait. */
function writeSome(bytes: Uint8Array): number {
  try {
    return writeSync(OUT, bytes);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
    Atomics.wait(pause, 0, 0, PIPE_FULL_WAIT_MS);
    return 0;
  }
}

const store = await openSqliteStores({ threads: 1 }).open(path);

async function call(caller: number): Promise<never> {
  let { head } = await store.readStream(streamOf(caller), { limit: 1 });
  for (let number = 0; ; number += 1) {
    say('begin', caller, number, head);
    const { position, writes } = await store.append(writesOf({ round: Number(round), caller, number, head }));
    head = writes[0]?.lastRevision ?? -1;
    say('done', caller, number, head, position.toString());
  }
}

await Promise.all(Array.from({ length: Number(callers) }, (_, caller) => call(caller)));
