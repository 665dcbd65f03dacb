import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { type Readable } from 'node:stream';

/** A process that is kept running: whatever ends it but a stop, it begins again. */
export interface Supervised {
  readonly name: string;
  pid(): number | undefined;
  /** How often it has been begun again. */
  restarts(): number;
  /** From now on it does not begin again when it ends. */
  letEnd(): void;
  /** Asks it to end in good order; kills what has not ended after that many milliseconds. */
  stop(patienceMs: number): Promise<void>;
}

export interface SuperviseOptions {
  readonly name: string;
  /** Of Node, then its arguments. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  line(text: string): void;
  /** After each beginning, the first included. */
  onStarted(pid: number): void;
  /** It ended by itself; begins again after that many milliseconds. */
  onEnded(how: { readonly code: number | null; readonly signal: string | null; readonly againInMs: number }): void;
}

const AGAIN_MS = 300;
const AGAIN_MS_MAX = 10_000;
/** Who ran for so long was well: the next pause is short again. */
const WELL_MS = 30_000;

/** Starts a Node process with a channel to this one: when this one is gone, however, the channel closes and the child stops by itself. */
export function supervise(options: SuperviseOptions): Supervised {
  let child: ChildProcess | undefined;
  let restarts = 0;
  let pause = AGAIN_MS;
  let isStopping = false;
  let again: NodeJS.Timeout | undefined;
  const begin = (): void => {
    const begun = performance.now();
    const started = spawn(process.execPath, [...options.args], {
      cwd: options.cwd,
      env: { ...options.env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // A group of its own: a Ctrl-C reaches who started it, who ends all in their order.
      detached: true,
    });
    child = started;
    for (const stream of [started.stdout, started.stderr]) if (stream) eachLine(stream, options.line);
    if (started.pid !== undefined) options.onStarted(started.pid);
    const ended = (code: number | null, signal: string | null): void => {
      if (child !== started) return;
      child = undefined;
      if (isStopping) return;
      if (performance.now() - begun > WELL_MS) pause = AGAIN_MS;
      const againInMs = pause;
      pause = Math.min(pause * 2, AGAIN_MS_MAX);
      // Before anybody is told of it: whatever goes wrong there, the process begins again.
      again = setTimeout(() => {
        restarts += 1;
        begin();
      }, againInMs);
      options.onEnded({ code, signal, againInMs });
    };
    started.once('exit', ended);
    // It could not be started at all: no memory, too many processes. Tried again like one that ended.
    started.once('error', () => {
      ended(null, 'not started');
    });
  };
  begin();
  const letEnd = (): void => {
    isStopping = true;
    clearTimeout(again);
  };
  return {
    name: options.name,
    pid: () => child?.pid,
    restarts: () => restarts,
    letEnd,
    async stop(patienceMs) {
      letEnd();
      const ending = child;
      if (!ending || ending.exitCode !== null || ending.signalCode !== null) return;
      const ended = new Promise((resolve) => ending.once('exit', resolve));
      ending.kill('SIGTERM');
      const overdue = setTimeout(() => ending.kill('SIGKILL'), patienceMs);
      await ended;
      clearTimeout(overdue);
    },
  };
}

function eachLine(stream: Readable, line: (text: string) => void): void {
  createInterface({ input: stream, crlfDelay: Infinity }).on('line', line);
}
