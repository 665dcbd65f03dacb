import { isRunning } from '@interlock/adapters';
import { resolve } from 'node:path';
import { EXIT } from '@interlock/hosting';
import { type Command } from 'commander';
import { problemAt } from '../distributed/distributed-city.ts';
import { readRun, type RunningService, starterOf } from '../distributed/run-file.ts';
import { jsonOption } from '../terminal/options.ts';
import { tableText } from '../terminal/table.ts';
import { type Terminal, printJson } from '../terminal/terminal.ts';
import { DISTRIBUTED_DATA } from './up.ts';

interface ServiceStatus extends RunningService {
  readonly state: 'ready' | 'not ready' | 'gone';
  readonly problem?: string;
}

export function addStatus(program: Command, terminal: Terminal): void {
  program
    .command('status')
    .description('which processes of the distributed city run on this machine, and which take requests')
    .option('--data <dir>', 'folder of the city', DISTRIBUTED_DATA)
    .addOption(jsonOption())
    .action(async ({ data, json = false }: { readonly data: string; readonly json?: boolean }) => {
      const run = readRun(resolve(data));
      const isThere = starterOf(resolve(data)) !== undefined;
      const services = run ? await Promise.all(run.services.map(statusOf)) : [];
      const brokers = (run?.brokers ?? []).map((pid) => ({ pid, state: isRunning(pid) ? 'running' : 'gone' }));
      if (json) printJson(terminal, { running: isThere, clock: run?.clock ?? null, bootstrap: run?.bootstrap ?? [], brokers, services });
      else if (!run) terminal.out.print(`Nothing runs on ${resolve(data)}`);
      else {
        const rows = services.map(({ name, state, pid, nodes, url, problem }) => [
          ...[
            name,
            state,
            String(pid ?? '–'),
            url ?? '',
            nodes.length > 3 ? `${String(nodes.length)} nodes` : nodes.join(' '),
            problem ?? '',
          ],
        ]);
        const kafka = brokers.map(({ pid, state }) => ['kafka', state, String(pid), run.bootstrap.join(' '), '', '']);
        for (const line of tableText(['process', 'state', 'pid', 'address', 'nodes', 'problem'], [...kafka, ...rows]))
          terminal.out.print(line);
      }
      if (!isThere || services.some(({ state }) => state !== 'ready')) terminal.exit(EXIT.finding);
    });
}

async function statusOf(service: RunningService): Promise<ServiceStatus> {
  if (service.pid === undefined || !isRunning(service.pid)) return { ...service, state: 'gone' };
  const problem = await problemAt(service.url ?? '');
  return problem === undefined ? { ...service, state: 'ready' } : { ...service, state: 'not ready', problem };
}
