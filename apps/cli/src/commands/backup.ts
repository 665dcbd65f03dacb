import { EXIT } from '@interlock/hosting';
import { type Restored, backupCity, restoreCity } from '@interlock/interlock';
import { type Command } from 'commander';
import { collected, dataOption, jsonOption, keysOption } from '../terminal/options.ts';
import { startProgress } from '../terminal/progress.ts';
import { type Terminal, printJson } from '../terminal/terminal.ts';

interface BackupArguments {
  readonly data: string;
  readonly into: string;
  readonly keys?: string;
  readonly json?: boolean;
}

export function addBackup(program: Command, terminal: Terminal): void {
  program
    .command('backup')
    .description('copy a city, running or not, as it is at one moment')
    .addOption(dataOption(terminal))
    .requiredOption('--into <dir>', 'fresh folder for the copy')
    .addOption(keysOption(terminal))
    .addOption(jsonOption())
    .action(async ({ data, into, keys, json = false }: BackupArguments) => {
      const progress = startProgress(terminal, 'copying');
      const backup = await backupCity(data, into, { keys, onNode: progress.at }).finally(progress.end);
      if (json) printJson(terminal, backup);
      else terminal.out.print(backup.path);
      for (const node of backup.keysOnly)
        terminal.err.print(
          `${node}: its keys only, for its log is no file here; one that is on a server is backed up there, or copied to a file with \`interlock store copy\``,
        );
      terminal.err.print(`${String(backup.nodes.length)} logs copied with their keys: keep the folder as safe as the city's own`);
    });
}

interface RestoreArguments {
  readonly from: string;
  readonly into?: string;
  readonly data: string;
  readonly node?: readonly string[];
  readonly keys?: string;
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
    .addOption(keysOption(terminal))
    .option('--yes', 'set aside what stands there')
    .option('--dry-run', 'only say what would be done')
    .addOption(jsonOption())
    .action(async ({ from, into, data, node, keys, yes = false, dryRun = false, json = false }: RestoreArguments) => {
      const restored = await restoreCity({ from, into: into ?? data, keys, dryRun, replace: yes, ...(node && { nodes: node }) });
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
    ...nodes.map(({ node, storeId }) => (storeId === undefined ? `${node}: its keys restored` : `${node} restored as store ${storeId}`)),
    ...setAside.map((name) => `set aside: ${name}`),
    ...bad.map(({ node, finding }) => `${node} is NOT SOUND: ${finding?.message ?? ''}`),
    `${path}: ${bad.length === 0 ? `${String(verified.length)} logs verified` : `${String(bad.length)} of ${String(verified.length)} logs are not sound`}`,
  ];
}
