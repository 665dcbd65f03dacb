import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { documentIn } from './children.suite.ts';

// The real thing: npm, the script, the launcher, the city, each a process of its own.
const ROOT = resolve(import.meta.dirname, '../../..');
const started: ChildProcess[] = [];

/** Whatever a test has left running. */
export function killStarted(): void {
  for (const { pid } of started.splice(0)) killGroup(pid, 'SIGKILL');
}

export interface Group {
  readonly url: string;
  /** Signals every process of it at once, as a terminal does. */
  signal(name: NodeJS.Signals): void;
  /** Whether no process of it is left. */
  isGone(): boolean;
  /** When the first process of it has ended. */
  readonly ended: Promise<{ readonly code: number | null; readonly err: string }>;
}

/** Starts a city in a process group of its own, its output piped. */
export async function startGroup(
  command: string,
  args: readonly string[],
  data: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Group> {
  const env = { ...process.env, INTERLOCK_DATA: data, INTERLOCK_PORT: '0', INTERLOCK_DEMO: 'off', INTERLOCK_TEST_BUILT: '1', ...more };
  const child = spawn(command, args, { cwd: ROOT, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  started.push(child);
  const said = { out: '', err: '' };
  const ended = new Promise<{ readonly code: number | null; readonly err: string }>((done) => {
    child.once('close', (code) => {
      done({ code, err: said.err });
    });
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
  const url = await new Promise<string>((ready, refuse) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said.out += text;
      const line = said.out.split('\n').find((one) => one.includes('"url"') && one.endsWith('}'));
      if (line !== undefined) ready(String(documentIn(line)['url']));
    });
    void ended.then(({ code, err }) => {
      refuse(new Error(`ended with ${String(code)}: ${err}`));
    });
  });
  return { url, ended, signal: (name) => void killGroup(child.pid, name), isGone: () => !killGroup(child.pid, 0) };
}

/** Whether there was any process to be signalled. */
function killGroup(pid: number | undefined, signal: NodeJS.Signals | 0): boolean {
  try {
    return pid !== undefined && process.kill(-pid, signal);
  } catch {
    return false; // all of it has ended
  }
}
