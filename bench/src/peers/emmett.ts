import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { versionOf } from '../harness/machine.ts';
import { type Contender, type Sample, Skipped } from '../harness/types.ts';
import { type PeerKind } from './emmett-store.ts';
import { type Task } from './tasks.ts';

export const PEERS_FOLDER = join(import.meta.dirname, '..', '..', 'node_modules');

type Reply =
  | { readonly type: 'ready' }
  | { readonly type: 'unavailable'; readonly reason: string }
  | { readonly type: 'done'; readonly sample: Sample }
  | { readonly type: 'failed'; readonly reason: string };

/** A competitor’s store in its own process. */
export interface Peer {
  readonly name: string;
  readonly version: string;
  readonly isTuned: boolean;
  /** A process that dies on the way is a fault of the sample; the next task gets a new one, on a new store. */
  ask(task: Task): Promise<Sample>;
  stop(): Promise<void>;
}

const NAMES: Readonly<Record<PeerKind, string>> = {
  sqlite: 'Emmett-sqlite',
  'sqlite-shared': 'Emmett-sqlite, one shared connection',
  postgres: 'Emmett-postgresql',
};

/** Starts it; throws Skipped with the reason when the machine or the installation lacks something. */
export async function startEmmett(kind: PeerKind, place: string): Promise<Peer> {
  const start = async (): Promise<ChildProcess> => {
    const child = fork(join(import.meta.dirname, 'child.ts'), [kind, place], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    const reply = await replyOf(child);
    if (reply.type === 'ready') return child;
    throw new Skipped(`${NAMES[kind]}: ${reply.type === 'done' ? 'no answer' : reply.reason}`);
  };
  let child: ChildProcess | undefined = await start();
  return {
    name: NAMES[kind],
    version: versionsOf(kind),
    isTuned: kind === 'sqlite-shared',
    async ask(task) {
      child ??= await start();
      const begun = performance.now();
      const answer = replyOf(child);
      child.send(task);
      const reply = await Promise.race([answer, sleep(patienceMs(task), TOO_LATE, { ref: false })]);
      if (reply.type === 'done') return reply.sample;
      const value = unansweredValue(task);
      if (reply.type === 'failed') return { value, faults: [`failed: ${reply.reason}`] };
      child.kill('SIGKILL');
      child = undefined;
      const afterMs = Math.round(performance.now() - begun);
      return { value, faults: [`its process was lost after ${afterMs} ms: ${reply.type === 'unavailable' ? reply.reason : 'unknown'}`] };
    },
    async stop() {
      const running = child;
      child = undefined;
      if (!running || running.exitCode !== null) return;
      const ended = new Promise((resolve) => running.once('exit', resolve));
      running.kill('SIGKILL');
      await ended;
    },
  };
}

const TOO_LATE = { type: 'unavailable', reason: 'no answer in ten times the time it was given' } as const;
const PATIENCE_MIN_MS = 5_000;

/** No answer is no latency, but it is a rate. */
function unansweredValue(task: Task): number {
  return task.type === 'tail' ? Number.NaN : 0;
}

function patienceMs(task: Task): number {
  return task.type === 'fill' ? 600_000 : Math.max(PATIENCE_MIN_MS, 10 * ('ms' in task ? task.ms : task.withinMs));
}

/** So many samples in a row without an answer, that of the warm-up among them, and a peer is not asked again in that row: each takes ten times its time. */
const UNANSWERED_MAX = 3;

/** A peer as one contender of a row, doing the same task each time. */
export function asContender(peer: Peer, task: Task): Contender {
  let unanswered = 0;
  const run = async (): Promise<Sample> => {
    if (unanswered >= UNANSWERED_MAX)
      return { value: unansweredValue(task), faults: [`not asked again: ${TOO_LATE.reason}, ${UNANSWERED_MAX} times in a row`] };
    const sample = await peer.ask(task);
    unanswered = sample.faults?.some((fault) => fault.includes(TOO_LATE.reason)) === true ? unanswered + 1 : 0;
    return sample;
  };
  return { role: 'peer', name: peer.name, version: peer.version, isTuned: peer.isTuned, run, close: peer.stop };
}

/** Peers that are there; the reason of each that is not goes to the row’s notes. */
export async function available<Found>(openers: readonly (() => Promise<Found>)[], notes: string[]): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const open of openers) {
    try {
      found.push(await open());
    } catch (error) {
      if (!(error instanceof Skipped)) throw error;
      notes.push(`peer skipped: ${error.message}`);
    }
  }
  return found;
}

/** The next message, or what its process said last when it ends without one. */
function replyOf(child: ChildProcess): Promise<Reply> {
  return new Promise((resolve) => {
    let said = '';
    const hear = (chunk: Buffer): void => {
      said = (said + chunk.toString()).slice(-4_000);
    };
    const settle = (reply: Reply): void => {
      child.stderr?.off('data', hear);
      child.off('message', settle);
      child.off('exit', died);
      resolve(reply);
    };
    const died = (): void => settle({ type: 'unavailable', reason: lastError(said) });
    child.stderr?.on('data', hear);
    child.once('message', settle);
    child.once('exit', died);
  });
}

function lastError(said: string): string {
  return (
    said
      .split('\n')
      .find((line) => /error:/i.test(line))
      ?.trim() ?? 'it ended without a word'
  );
}

function versionsOf(kind: PeerKind): string {
  const of = (name: string): string => versionOf(PEERS_FOLDER, name) ?? '?';
  const emmett = `emmett ${of('@event-driven-io/emmett')}`;
  return kind === 'postgres'
    ? `${of('@event-driven-io/emmett-postgresql')} (${emmett}, local PostgreSQL with its defaults)`
    : `${of('@event-driven-io/emmett-sqlite')} (${emmett}, sqlite3 ${of('sqlite3')})`;
}
