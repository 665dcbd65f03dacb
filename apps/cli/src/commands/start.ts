import { configOf, runUntilStopped } from '@interlock/interlock';
import { type Command } from 'commander';
import { dataOption, portNumber } from '../terminal/options.ts';
import { type Terminal } from '../terminal/terminal.ts';

export function addStart(program: Command, terminal: Terminal): void {
  program
    .command('start')
    .description('run all nodes, the gateway and the demo city’s day, until Ctrl-C')
    .addOption(dataOption(terminal))
    .option('--port <port>', 'port of the gateway; 0 takes any free one; left out: INTERLOCK_PORT, or 3000', portNumber)
    .option('--no-demo', 'do not run the demo city’s day')
    .action(async ({ data, port, demo }: { readonly data: string; readonly port?: number; readonly demo: boolean }) => {
      const config = configOf({
        ...terminal.env,
        INTERLOCK_DATA: data,
        ...(port !== undefined && { INTERLOCK_PORT: String(port) }),
        ...(!demo && { INTERLOCK_DEMO: 'off' }),
      });
      terminal.exit(await runUntilStopped(config, terminal.out, terminal.err));
    });
}
