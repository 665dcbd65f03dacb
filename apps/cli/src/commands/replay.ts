import { EXIT, Fault } from '@interlock/hosting';
import { type ReplayTo, type ReplayedNode, replayViews } from '@interlock/interlock';
import { instant } from '@interlock/kernel';
import { type Command } from 'commander';
import { dataOption, jsonOption } from '../terminal/options.ts';
import { startProgress } from '../terminal/progress.ts';
import { tableText } from '../terminal/table.ts';
import { type Terminal, printJson } from '../terminal/terminal.ts';

interface ReplayArguments {
  readonly data: string;
  readonly to: string;
  readonly into: string;
  readonly node?: string;
  readonly json?: boolean;
}

export function addReplay(program: Command, terminal: Terminal): void {
  program
    .command('replay')
    .description('fold the views as they were at a moment, or at a position of each log, into a folder of their own')
    .addOption(dataOption(terminal))
    .requiredOption('--to <position|time>', 'a position (0, 1, 2, …) or a time with its zone (2021-03-22T12:30:00+08:00)')
    .requiredOption('--into <dir>', 'fresh folder for the views')
    .option('--node <code>', 'this node only')
    .addOption(jsonOption())
    .action(async ({ data, to, into, node, json = false }: ReplayArguments) => {
      const progress = startProgress(terminal, 'replaying');
      const nodes = await replayViews({
        ...{ dataDir: data, to: readTo(to), into, onNode: progress.at },
        ...(node !== undefined && { node }),
      }).finally(progress.end);
      if (json) printJson(terminal, { data, to, into, nodes });
      else {
        const rows = nodes.flatMap(({ node: code, position, views }) =>
          views.map(({ view, rows: count, sha256 }) => [code, String(position), view, String(count), sha256.slice(0, 16)]),
        );
        for (const line of tableText(['node', 'position', 'view', 'rows', 'sha256'], rows)) terminal.out.print(line);
      }
      for (const note of notesOn(to, nodes)) terminal.err.print(note);
      terminal.err.print(`The views lie in ${into}`);
    });
}

/** A position that no log has come to is no mistake of the fold, but perhaps one of the person. */
function notesOn(to: string, nodes: readonly ReplayedNode[]): readonly string[] {
  if (!/^\d+$/.test(to)) return [];
  const beyond = nodes.filter(({ head }) => head < BigInt(to));
  const ends = beyond.map(({ node, head }) => `${node} at ${String(head)}`).join(', ');
  return beyond.length === 0
    ? []
    : [`note: position ${to} is beyond the end of ${String(beyond.length)} logs, whose views are as of now: ${ends}`];
}

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

function readTo(text: string): ReplayTo {
  if (/^\d+$/.test(text)) return { position: BigInt(text) };
  const ms = TIME.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(ms)) return { at: instant(new Date(ms).toISOString()) };
  throw new Fault({
    code: 'BAD_MOMENT',
    what: `--to ${text} names no moment`,
    why: 'it is neither a position nor a time with its zone',
    how: 'write 1234, 2021-03-22T12:30:00+08:00 or 2021-03-22T04:30:00.000Z',
    exit: EXIT.usage,
  });
}
