import { hasEnded, isRunning } from '@interlock/adapters';
import { codeOf } from '@interlock/hosting';
import { resolve } from 'node:path';
import { type Command } from 'commander';
import { forgetRun, isOfCity, readRun, type Run, starterOf } from '../distributed/run-file.ts';
import { type Terminal } from '../terminal/terminal.ts';
import { DISTRIBUTED_DATA } from './up.ts';

/** The starter gives its services 20 s each in three rounds, and the broker some more. */
const PATIENCE_MS = 90_000;
const KILLED_MS = 5_000;

export function addDown(program: Command, terminal: Terminal): void {
  program
    .command('down')
    .description('end the distributed city that runs on this machine: nothing of it stays but its data')
    .option('--data <dir>', 'folder of the city', DISTRIBUTED_DATA)
    .action(async ({ data }: { readonly data: string }) => {
      const folder = resolve(data);
      const run = readRun(folder);
      const starter = starterOf(folder);
      if (!run && !starter) {
        terminal.err.print(`Nothing runs on ${folder}`);
        return;
      }
      const left = await end(starter?.pid, run, terminal);
      forgetRun(folder);
      terminal.out.print(left === 0 ? 'Everything has ended; the data stay' : `${String(left)} processes had to be killed; the data stay`);
    });
}

/** Asks the starter, who ends everything in good order; where it is gone, asks each process. What does not end is killed, and counted. */
async function end(starter: number | undefined, run: Run | undefined, terminal: Terminal): Promise<number> {
  const written = [...(run?.services ?? []).flatMap(({ pid }) => pid ?? []), ...(run?.brokers ?? [])];
  // A number that was written down may be another program's by now, whether its starter lives or not.
  const ours = written.filter(isOfCity);
  const all = starter === undefined ? ours : [starter, ...ours];
  terminal.err.print(starter === undefined ? 'Its starter is gone: each process is ended…' : 'Ending: the gateway first, the broker last…');
  for (const pid of starter === undefined ? all : [starter]) tell(pid, 'SIGTERM');
  if (await haveEnded(all, PATIENCE_MS)) return 0;
  const left = all.filter((pid) => isRunning(pid) && (pid === starter || isOfCity(pid)));
  for (const pid of left) tell(pid, 'SIGKILL');
  await haveEnded(left, KILLED_MS);
  return left.length;
}

/** Who has ended in the meantime needs no signal. */
function tell(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error;
  }
}

async function haveEnded(pids: readonly number[], withinMs: number): Promise<boolean> {
  return (await Promise.all(pids.map((pid) => hasEnded(pid, withinMs)))).every(Boolean);
}
