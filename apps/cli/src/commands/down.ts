import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Command } from 'commander';
import { forgetRun, isAlive, readRun, type Run } from '../distributed/run-file.ts';
import { type Terminal } from '../terminal/terminal.ts';
import { DISTRIBUTED_DATA } from './up.ts';

/** The starter gives its services 20 s each in three rounds, and the broker some more. */
const PATIENCE_MS = 90_000;
const KILLED_MS = 5_000;
const LOOK_MS = 100;

export function addDown(program: Command, terminal: Terminal): void {
  program
    .command('down')
    .description('end the distributed city that runs on this machine: nothing of it stays but its data')
    .option('--data <dir>', 'folder of the city', DISTRIBUTED_DATA)
    .action(async ({ data }: { readonly data: string }) => {
      const folder = resolve(data);
      const run = readRun(folder);
      if (!run) {
        terminal.err.print(`Nothing runs on ${folder}`);
        return;
      }
      const left = await end(run, terminal);
      forgetRun(folder);
      terminal.out.print(left === 0 ? 'Everything has ended; the data stay' : `${String(left)} processes had to be killed; the data stay`);
    });
}

/** Asks the starter, who ends everything in good order; where it is gone, asks each process. What does not end is killed, and counted. */
async function end({ pid, services, brokers }: Run, terminal: Terminal): Promise<number> {
  const all = [...services.flatMap((service) => (service.pid === undefined ? [] : [service.pid])), ...brokers];
  const asked = isAlive(pid) ? [pid] : all.filter(isAlive);
  terminal.err.print(isAlive(pid) ? 'Ending: the gateway first, the broker last…' : 'Its starter is gone: each process is ended…');
  for (const one of asked) process.kill(one, 'SIGTERM');
  if (await haveEnded([pid, ...all], PATIENCE_MS)) return 0;
  const left = [pid, ...all].filter(isAlive);
  for (const one of left) process.kill(one, 'SIGKILL');
  await haveEnded(left, KILLED_MS);
  return left.length;
}

async function haveEnded(pids: readonly number[], withinMs: number): Promise<boolean> {
  const until = performance.now() + withinMs;
  while (pids.some(isAlive) && performance.now() < until) await sleep(LOOK_MS);
  return !pids.some(isAlive);
}
