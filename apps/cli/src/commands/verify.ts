import { EXIT } from '@interlock/hosting';
import { verifyCity } from '@interlock/interlock';
import { type Command } from 'commander';
import { dataOption, jsonOption } from '../terminal/options.ts';
import { startProgress } from '../terminal/progress.ts';
import { tableText } from '../terminal/table.ts';
import { type Terminal, printJson } from '../terminal/terminal.ts';

interface VerifyArguments {
  readonly data: string;
  readonly deep?: boolean;
  readonly json?: boolean;
}

export function addVerify(program: Command, terminal: Terminal): void {
  program
    .command('verify')
    .description(
      'recompute every leaf and root of every log, of any size (a start looks at the end only of logs over 16 MB); ends with 6 at the first changed byte',
    )
    .addOption(dataOption(terminal))
    .option('--deep', 'also hold the two ends of every lane against each other, fact for fact, in every epoch')
    .addOption(jsonOption())
    .action(async ({ data, deep = false, json = false }: VerifyArguments) => {
      const progress = startProgress(terminal, 'verifying');
      const nodes = await verifyCity(data, { deep, onNode: progress.at }).finally(progress.end);
      const notBegun = nodes.filter(({ isNotBegun }) => isNotBegun);
      const bad = nodes.filter(({ ok }) => !ok);
      if (json) printJson(terminal, { data, ok: bad.length === 0, nodes });
      else {
        const rows = nodes.map(({ node, ok, events, compared, signed, isNotBegun, root = '' }) => [
          ...[
            node,
            String(events),
            String(compared),
            String(signed),
            root.slice(0, 16),
            isNotBegun ? 'not begun' : ok ? 'sound' : 'NOT SOUND',
          ],
        ]);
        for (const line of tableText(['node', 'events', 'compared', 'signed', 'root', ''], rows)) terminal.out.print(line);
      }
      for (const { node, finding } of bad) {
        const where = finding?.position === undefined ? 'no position' : `position ${String(finding.position)}`;
        terminal.err.print(`${node}, ${where}: ${finding?.message ?? ''} [${finding?.code ?? ''}]`);
      }
      if (notBegun.length > 0)
        terminal.err.print(`${String(notBegun.length)} logs are not begun; start the city (\`interlock start\`), and it begins them`);
      terminal.err.print(
        bad.length === 0
          ? `${String(nodes.length - notBegun.length)} logs are as they were signed`
          : `${String(bad.length)} of ${String(nodes.length)} logs are not sound`,
      );
      if (bad.length > 0) terminal.exit(EXIT.finding);
    });
}
