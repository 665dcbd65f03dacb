// Imported by scripts/ as it stands: Node’s own modules only.
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 25;

/** A process that has ended but was not yet reaped counts as ended. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Another user’s process is one all the same.
    if (!(typeof error === 'object' && error !== null && 'code' in error && error.code === 'EPERM')) return false;
  }
  const stat = `/proc/${pid}/stat`;
  if (!existsSync('/proc/self/stat')) return true;
  try {
    return !/\) [ZX] /.test(readFileSync(stat, 'utf8'));
  } catch {
    return false;
  }
}

/** Asks it to end and waits; after `patienceMs` it is killed. A paused one is woken: it could not hear. Says whether asking was enough. */
export async function endProcess(pid: number, patienceMs: number): Promise<boolean> {
  signal(pid, 'SIGTERM');
  signal(pid, 'SIGCONT');
  if (await hasEnded(pid, patienceMs)) return true;
  signal(pid, 'SIGKILL');
  if (!(await hasEnded(pid, 10_000))) throw new Error(`Process ${pid} does not end`);
  return false;
}

export async function hasEnded(pid: number, withinMs: number): Promise<boolean> {
  const patientUntil = performance.now() + withinMs;
  while (isRunning(pid)) {
    if (performance.now() > patientUntil) return false;
    await delay(POLL_MS);
  }
  return true;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended by itself, which is what was wanted.
  }
}
