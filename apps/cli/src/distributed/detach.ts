import { spawn } from 'node:child_process';
import { openSync, mkdirSync, closeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT, Fault } from '@interlock/hosting';
import { type Terminal } from '../terminal/terminal.ts';
import { problemAt } from './distributed-city.ts';
import { readRun, runFolder } from './run-file.ts';

const LOOK_MS = 300;
const MS_PER_SECOND = 1_000;

/** Starts the same command without `--detach` in the background, its lines in a file, and comes back when every service is ready. */
export async function detach(terminal: Terminal, { data, within }: { readonly data: string; readonly within: number }): Promise<void> {
  const folder = runFolder(resolve(data));
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'city.log');
  const log = openSync(file, 'w');
  const main = process.argv[1];
  if (main === undefined) throw new Error('There is no program to start again');
  const args = process.argv.slice(2).filter((word) => word !== '--detach');
  const child = spawn(process.execPath, [...process.execArgv, main, ...args], { detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  child.unref();
  const began = performance.now();
  for (;;) {
    const ended = child.exitCode ?? child.signalCode;
    if (ended !== null || child.pid === undefined)
      throw new Fault({
        code: 'CITY_NOT_STARTED',
        what: 'The city did not start',
        why: `its starter ended with ${String(ended)}`,
        how: `read ${file}`,
        exit: EXIT.failed,
      });
    const run = readRun(resolve(data));
    const isOurs = run?.pid === child.pid && run.services.length > 0;
    const problems = isOurs ? await Promise.all(run.services.map(({ url }) => problemAt(url ?? ''))) : ['it is starting'];
    if (problems.every((problem) => problem === undefined)) break;
    if (performance.now() - began > within * MS_PER_SECOND)
      throw new Fault({
        code: 'CITY_NOT_READY',
        what: `The city was not ready in ${String(within)} s`,
        why: problems.filter((problem) => problem !== undefined).join('; '),
        how: `read ${file}; \`interlock status\` shows who is ready, \`interlock down\` ends it`,
        exit: EXIT.failed,
      });
    await sleep(LOOK_MS);
  }
  const gateway = readRun(resolve(data))?.services.find(({ app }) => app === 'gateway');
  terminal.out.print(`Every service is ready${gateway?.url === undefined ? '' : `; the gateway is at ${gateway.url}`}`);
  terminal.err.print(`lines of all services: ${file}; end it with \`interlock down\``);
}
