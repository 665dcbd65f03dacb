import { EXIT } from '@interlock/hosting';
import { type Diagnosis, diagnose } from '@interlock/interlock';
import { type Command } from 'commander';
import { dataOption, jsonOption } from '../terminal/options.ts';
import { tableText } from '../terminal/table.ts';
import { type Terminal, printJson } from '../terminal/terminal.ts';

export function addDoctor(program: Command, terminal: Terminal): void {
  program
    .command('doctor')
    .description('configuration, versions and health of a city, running or not, and what to do')
    .addOption(dataOption(terminal))
    .addOption(jsonOption())
    .action(async ({ data, json = false }: { readonly data: string; readonly json?: boolean }) => {
      const diagnosis = await diagnose(data, terminal.env);
      if (json) printJson(terminal, { ok: diagnosis.findings.length === 0, ...diagnosis, running: diagnosis.running ?? null });
      else for (const line of linesOf(diagnosis)) terminal.out.print(line);
      if (diagnosis.findings.length > 0) terminal.exit(EXIT.finding);
    });
}

function linesOf({ versions, settings, data, running, nodes, findings, notes }: Diagnosis): readonly string[] {
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
    ...notes.map((note) => `note: ${note}`),
    ...(findings.length === 0
      ? ['Nothing to see to.']
      : findings.flatMap(({ code, about, message, todo }) => [`${about}: ${message} [${code}]`, `  do: ${todo}`])),
  ];
}
