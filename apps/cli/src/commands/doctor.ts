import { EXIT, versionsNow } from '@interlock/hosting';
import { type AskedProcesses, type Diagnosis, type Finding, askProcesses, diagnose } from '@interlock/interlock';
import { type Command, Option } from 'commander';
import { resolve } from 'node:path';
import { cityPlaces } from '../distributed/city-places.ts';
import { starterOf } from '../distributed/run-file.ts';
import { dataOption, jsonOption, keysOption, repeated } from '../terminal/options.ts';
import { tableText } from '../terminal/table.ts';
import { type Terminal, printJson } from '../terminal/terminal.ts';

interface DoctorArguments {
  readonly data: string;
  readonly at?: readonly string[];
  readonly keys?: string;
  readonly json?: boolean;
}

export function addDoctor(program: Command, terminal: Terminal): void {
  program
    .command('doctor')
    .description('configuration, versions and health of a city, running or not, and what to do')
    .addOption(dataOption(terminal))
    .addOption(
      new Option('--at <url>', 'ask the process at this probe port, instead of looking at a folder; may be repeated').argParser(repeated),
    )
    .addOption(keysOption(terminal))
    .addOption(jsonOption())
    .action(async ({ data, at = [], keys, json = false }: DoctorArguments, command: Command) => {
      const isElsewhere = at.length > 0 && command.getOptionValueSource('data') !== 'cli';
      const findings = isElsewhere
        ? await ofProcesses(terminal, at, json)
        : await ofCity(terminal, { data, at, json, ...(keys !== undefined && { keys }) });
      if (findings.length > 0) terminal.exit(EXIT.finding);
    });
}

/** Processes whose folders are on other machines. */
async function ofProcesses(terminal: Terminal, at: readonly string[], json: boolean): Promise<readonly Finding[]> {
  const asked = await askProcesses(at.map(placeAt));
  if (json) printJson(terminal, { ok: asked.findings.length === 0, versions: versionsNow(), ...asked });
  else for (const line of [...processLines(asked), ...findingLines(asked.findings)]) terminal.out.print(line);
  return asked.findings;
}

async function ofCity(terminal: Terminal, { data, at = [], keys, json = false }: DoctorArguments): Promise<readonly Finding[]> {
  const starter = starterOf(resolve(data));
  const diagnosis = await diagnose(data, { ...terminal.env, ...(keys !== undefined && { INTERLOCK_KEYS: keys }) }, [
    ...cityPlaces(resolve(data)),
    ...at.map(placeAt),
  ]);
  const { findings } = diagnosis;
  if (json) printJson(terminal, { ok: findings.length === 0, ...diagnosis, running: diagnosis.running ?? starter ?? null });
  else for (const line of linesOf({ ...diagnosis, running: diagnosis.running ?? starter })) terminal.out.print(line);
  return findings;
}

function placeAt(url: string): { readonly name: string; readonly url: string } {
  return { name: url.replace(/^https?:\/\//, ''), url };
}

function linesOf(diagnosis: Diagnosis): readonly string[] {
  const { versions, settings, data, running, nodes, processes, findings, notes } = diagnosis;
  const { interlock, commit, node, sqlite } = versions;
  return [
    `Interlock ${interlock}${commit === undefined ? '' : ` (${commit})`}, Node ${node}, SQLite ${sqlite}`,
    `data ${data}: ${running ? `a city runs on it, process ${String(running.pid)}${running.url === undefined ? '' : `, ${running.url}`}` : 'no city runs on it'}`,
    '',
    ...tableText(
      ['setting', 'value', 'from', 'meaning'],
      settings.map(({ name, value, from, meaning }) => [name, value === '' ? '–' : value, from, meaning]),
    ),
    '',
    ...tableText(
      ['node', 'kind', 'store', 'events', 'KB', 'views behind', 'parked', 'tells', 'hears', 'untold'],
      nodes.map((one) => [
        ...[one.node, one.kind, one.storeId.slice(0, 8), String(one.events), String(Math.ceil(one.bytes / 1_024))],
        ...[one.viewsBehind, one.parked, one.tells, one.hears, one.untold].map(String),
      ]),
    ),
    '',
    ...(processes.length > 0 ? processLines({ processes }) : []),
    ...notes.map((note) => `note: ${note}`),
    ...findingLines(findings),
  ];
}

function processLines({ processes }: Pick<AskedProcesses, 'processes'>): readonly string[] {
  const rows = processes.map(({ name, state, url, nodes }) => [
    ...[name, state, url ?? ''],
    nodes.length > 3 ? `${String(nodes.length)} nodes` : nodes.join(' '),
  ]);
  return [...tableText(['process', 'state', 'address', 'nodes'], rows), ''];
}

function findingLines(findings: readonly Finding[]): readonly string[] {
  if (findings.length === 0) return ['Nothing to see to.'];
  return findings.flatMap(({ code, about, process, message, todo }) => [
    `${about}${process === undefined || process === about ? '' : ` (process ${process})`}: ${message} [${code}]`,
    `  do: ${todo}`,
  ]);
}
