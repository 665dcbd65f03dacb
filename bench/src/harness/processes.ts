import { type ChildProcess, execFileSync, fork, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

export interface Server {
  readonly url: string;
  /** What it said beside its address. */
  readonly said: Readonly<Record<string, unknown>>;
  /** Since the process was started. */
  elapsedMs(): number;
  residentMb(): number;
  stop(): Promise<void>;
}

const ADDRESS_WITHIN_MS = 60_000;

/** Starts a program that prints one line of JSON with its `url` when it listens. */
export async function startServer(program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Server> {
  const begun = performance.now();
  const child = spawn(process.execPath, [program, ...args], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-2_000)));
  const said = await new Promise<Readonly<Record<string, unknown>>>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`${program} did not listen within ${ADDRESS_WITHIN_MS / 1_000} s`)), ADDRESS_WITHIN_MS);
    const settle = (work: () => void): void => {
      clearTimeout(late);
      work();
    };
    createInterface({ input: child.stdout }).on('line', (line) => {
      const parsed = parsedLine(line);
      if (typeof parsed['url'] === 'string') settle(() => resolve(parsed));
    });
    child.once('exit', (code) => settle(() => reject(new Error(`${program} ended with ${code}: ${complaint}`))));
  });
  return {
    url: String(said['url']),
    said,
    elapsedMs: () => performance.now() - begun,
    residentMb: () => residentMb(child),
    async stop() {
      if (child.exitCode !== null) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      const killed = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(killed);
    },
  };
}

/** Runs a program of ours to its end; answers the message that it sent and how long the process took. */
export async function runChild(
  program: string,
  args: readonly string[],
): Promise<{ readonly message: Record<string, unknown>; readonly ms: number }> {
  const begun = performance.now();
  const child = fork(program, [...args], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-2_000)));
  let message: Record<string, unknown> | undefined;
  child.on('message', (said) => (message = Object(said)));
  await new Promise((resolve) => child.once('exit', resolve));
  if (!message) throw new Error(`${program} gave no result: ${complaint}`);
  return { message, ms: performance.now() - begun };
}

function parsedLine(line: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(line));
  } catch {
    return {};
  }
}

/** Of the process alone, in megabytes. */
function residentMb({ pid }: ChildProcess): number {
  try {
    const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kilobytes) / 1_024;
  } catch {
    return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1_024;
  }
}
