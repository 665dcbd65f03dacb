import { type ChildProcess, spawn } from 'node:child_process';

/** $1: whom it ends with, $2: the process. It asks each second, so that it costs nothing. */
const WATCH = 'while kill -0 "$1" && kill -0 "$2"; do sleep 1; done; kill -0 "$1" || kill -9 "$2"';

export interface Watchdog {
  /** The process was ended otherwise. */
  end(): void;
}

/** Ends a process when another has ended, however that ended: nobody else can once its starter was killed. */
export function endTogether(pid: number, endsWith: number): Watchdog {
  const child = process.platform === 'win32' ? undefined : shell(endsWith, pid);
  return {
    end() {
      if (child?.pid === undefined || child.exitCode !== null) return;
      try {
        process.kill(-child.pid, 'SIGKILL'); // with the sleep that it waits in
      } catch {
        // It has seen the process end and is gone itself.
      }
    },
  };
}

function shell(endsWith: number, pid: number): ChildProcess {
  const child = spawn('sh', ['-c', WATCH, 'interlock-kafka-watchdog', String(endsWith), String(pid)], { detached: true, stdio: 'ignore' });
  child.on('error', () => undefined); // without a shell the next start ends what was left
  child.unref();
  return child;
}
