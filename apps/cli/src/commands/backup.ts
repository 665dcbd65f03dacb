import { EXIT } from '@interlock/hosting';
import { type Restored, backupCity, restoreCity } from '@interlock/interlock';
import { type Command } from 'commander';
import { collected, dataOption, jsonOption } from '../terminal/options.ts';
import { startProgress } from '../terminal/progress.ts';
import { type Terminal, printJson } from '../terminal/terminal.ts';

export function addBackup(program: Command, terminal: Terminal): void {
  program
    .command('backup')
    .description('copy a city, running or not, as it is at one moment')
    .addOption(dataOption(terminal))
    .requiredOption('--into <dir>', 'fresh folder for the copy')
    .addOption(jsonOption())
    .action(async ({ data, into, json = false }: { readonly data: string; readonly into: string; readonly json?: boolean }) => {
      const progress = startProgress(terminal, 'copying');
      const backup = await backupCity(data, into, progress.at).finally(progress.end);
      if (json) printJson(terminal, backup);
      else terminal.out.print(backup.path);
      terminal.err.print(`${String(backup.nodes.length)} logs copied with their keys: keep the folder as safe as the city's own`);
    });
}

interface RestoreArguments {
  readonly from: string;
  readonly into?: string;
  readonly data: string;
  readonly node?: readonly string[];
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

export function addRestore(program: Command, terminal: Terminal): void {
  program
    .command('restore')
    .description('put a city, or some nodes of it, back from a backup; ends with a verification')
    .requiredOption('--from <dir>', 'folder that `interlock backup` made')
    .option('--into <dir>', 'folder to restore; the same as --data')
    .addOption(dataOption(terminal))
    .option('--node <codes>', 'these nodes only; the others stay as they are', collected)
    .option('--yes', 'set aside what stands there')
    .option('--dry-run', 'only say what would be done')
    .addOption(jsonOption())
    .action(async ({ from, into, data, node, yes = false, dryRun = false, json = false }: RestoreArguments) => {
      const restored = await restoreCity({ from, into: into ?? data, dryRun, replace: yes, ...(node && { nodes: node }) });
      if (json) printJson(terminal, { dryRun, ...restored });
      else for (const line of linesOf(restored, dryRun)) terminal.out.print(line);
      for (const { from: source, to } of restored.breaks)
        terminal.err.print(`${source} is older than what ${to} has received from it: see \`interlock doctor\``);
      if (restored.breaks.length > 0 || restored.verified.some(({ ok }) => !ok)) terminal.exit(EXIT.finding);
    });
}

function linesOf({ path, nodes, setAside, verified }: Restored, dryRun: boolean): readonly string[] {
  if (dryRun) return [...nodes.map(({ node }) => `${node} would be restored`), ...setAside.map((name) => `${name} would be set aside`)];
  const bad = verified.filter(({ ok }) => !ok);
  return [
    ...nodes.map(({ node, storeId }) => `${node} restored as store ${storeId}`),
    ...setAside.map((name) => `set aside: ${name}`),
    ...bad.map(({ node, finding }) => `${node} is NOT SOUND: ${finding?.message ?? ''}`),
    `${path}: ${bad.length === 0 ? `${String(verified.length)} logs verified` : `${String(bad.length)} of ${String(verified.length)} logs are not sound`}`,
  ];
}
