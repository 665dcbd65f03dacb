import { EXIT } from '@interlock/hosting';
import { rebuildViews } from '@interlock/interlock';
import { type Command } from 'commander';
import { dataOption, jsonOption } from '../terminal/options.ts';
import { startProgress } from '../terminal/progress.ts';
import { tableText } from '../terminal/table.ts';
import { type Terminal, printJson } from '../terminal/terminal.ts';

export function addRebuild(program: Command, terminal: Terminal): void {
  program
    .command('rebuild')
    .description('drop all views of a stopped city and fold them again; ends with 6 if any comes out differently')
    .addOption(dataOption(terminal))
    .addOption(jsonOption())
    .action(async ({ data, json = false }: { readonly data: string; readonly json?: boolean }) => {
      const progress = startProgress(terminal, 'rebuilding');
      const views = await rebuildViews(data, progress.at).finally(progress.end);
      const different = views.filter(({ identical }) => !identical);
      if (json) printJson(terminal, { data, identical: different.length === 0, views });
      else {
        const rows = views.map(({ node, view, before, after, identical }) => [
          ...[node, view, String(before.rows), String(after.rows)],
          ...[before.sha256.slice(0, 16), after.sha256.slice(0, 16), identical ? 'identical' : 'DIFFERENT'],
        ]);
        for (const line of tableText(['node', 'view', 'rows before', 'after', 'sha256 before', 'after', ''], rows))
          terminal.out.print(line);
      }
      terminal.err.print(
        different.length === 0
          ? `${String(views.length)} views rebuilt, all identical`
          : `${String(different.length)} of ${String(views.length)} views came out differently`,
      );
      if (different.length > 0) terminal.exit(EXIT.finding);
    });
}
