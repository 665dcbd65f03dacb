import { type ChildProcess, fork } from 'node:child_process';
import { sharedMs } from './shared-clock.ts';

/** A program of the bench in a process of its own that does one task after another, and answers each. */
export interface Worker {
  ask(task: unknown): Promise<Answer>;
  /** What it complained of since it was asked last. */
  troubles(): readonly string[];
  stop(): Promise<void>;
}

export type Answer = Readonly<Record<string, unknown>>;

type Said =
  | { readonly type: 'answer'; readonly id: number; readonly answer: Answer }
  | { readonly type: 'failed'; readonly id: number; readonly reason: string }
  | { readonly type: 'trouble'; readonly text: string };

const ANSWER_WITHIN_MS = 120_000;
const STOP_MS = 10_000;

/** Starts it with settings, and waits until it is ready. Its clock must be ours: a moment read there lies between two read here. */
export async function startWorker(program: string, settings: object): Promise<Worker> {
  const child = fork(program, [JSON.stringify(settings)], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], serialization: 'advanced' });
  const { ask, troubles } = asking(child, program);
  const worker: Worker = { ask, troubles, stop: () => ended(child) };
  try {
    await ask({ type: 'ready' });
    const before = sharedMs();
    const there = Number((await ask({ type: 'clock' }))['at']);
    if (!(before <= there && there <= sharedMs())) throw new Error(`${program} reads another clock`);
    return worker;
  } catch (error) {
    await worker.stop();
    throw error;
  }
}

function asking(child: ChildProcess, program: string): Pick<Worker, 'ask' | 'troubles'> {
  const waiting = new Map<number, PromiseWithResolvers<Answer>>();
  const troubles: string[] = [];
  let complaint = '';
  let asked = 0;
  child.stderr?.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-2_000)));
  child.on('message', (said: Said) => {
    if (said.type === 'trouble') troubles.push(said.text);
    else if (said.type === 'answer') waiting.get(said.id)?.resolve(said.answer);
    else waiting.get(said.id)?.reject(new Error(`${program}: ${said.reason}`));
  });
  child.once('exit', (code, signal) => {
    for (const one of waiting.values()) one.reject(new Error(`${program} ended with ${String(code ?? signal)}: ${complaint}`));
  });
  return {
    async ask(task) {
      const id = (asked += 1);
      const answer = Promise.withResolvers<Answer>();
      const late = setTimeout(() => answer.reject(new Error(`${program} did not answer in time: ${complaint}`)), ANSWER_WITHIN_MS);
      waiting.set(id, answer);
      try {
        if (!child.connected) throw new Error(`${program} has ended: ${complaint}`);
        child.send({ id, task });
        return await answer.promise;
      } finally {
        clearTimeout(late);
        waiting.delete(id);
      }
    },
    troubles: () => troubles.splice(0),
  };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const over = new Promise((resolve) => child.once('exit', resolve));
  if (child.connected) child.disconnect();
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await over;
  clearTimeout(late);
}

/** The worker’s side: its settings, and how it does what it is asked. Ends with whoever started it. */
export function answerTasks(doTask: (task: Answer) => Promise<Answer>, end: () => Promise<void>): void {
  process.on('message', (said: { readonly id: number; readonly task: Answer }) => {
    const { id, task } = said;
    const answer = task['type'] === 'clock' ? Promise.resolve({ at: sharedMs() }) : doTask(task);
    answer.then(
      (result) => process.send?.({ type: 'answer', id, answer: result }),
      (error: unknown) =>
        process.send?.({ type: 'failed', id, reason: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
  });
  process.once('disconnect', () => {
    void end().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
}

export function tellTrouble(text: string): void {
  if (process.connected) process.send?.({ type: 'trouble', text });
}

/** What `startWorker` gave it; whoever starts such a program by hand is told so. */
export function settingsHere(): Answer {
  const [settings] = process.argv.slice(2);
  if (settings === undefined || process.send === undefined) throw new Error('Started by the bench, with settings');
  return JSON.parse(settings);
}
