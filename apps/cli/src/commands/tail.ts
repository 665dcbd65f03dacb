import { EXIT } from '@interlock/hosting';
import { tailFeed } from '@interlock/interlock';
import { type Command } from 'commander';
import { dataOption, wholeNumber } from '../terminal/options.ts';
import { type Terminal, jsonLine } from '../terminal/terminal.ts';

interface TailArguments {
  readonly data: string;
  readonly member: string;
  readonly after: number;
  readonly ndjson?: boolean;
  readonly follow: boolean;
}

export function addTail(program: Command, terminal: Terminal): void {
  program
    .command('tail')
    .description('print a member’s feed: first what came after a number, then what comes, while the city runs')
    .addOption(dataOption(terminal))
    .option('--member <code>', 'whose feed', 'police')
    .option('--after <number>', 'number of the last entry that is known; 0: from the start', wholeNumber, 0)
    .option('--ndjson', 'one JSON document a line')
    .option('--no-follow', 'end with the last entry that is there')
    .action((options: TailArguments) => tail(terminal, options));
}

async function tail(terminal: Terminal, { data, member, after, ndjson = false, follow }: TailArguments): Promise<void> {
  let last = after;
  for await (const entry of tailFeed({ dataDir: data, member, after, follow, signal: terminal.interrupted })) {
    last = entry.number;
    if (ndjson) terminal.out.print(jsonLine(entry));
    else {
      const { number, type, at, kind, subject, caseId } = entry;
      const words = [
        String(at),
        type === 'left' ? 'left your view' : String(kind),
        String(subject),
        typeof caseId === 'string' ? `case ${caseId}` : '',
      ];
      terminal.out.print(`${String(number).padStart(6)}  ${words.filter((word) => word !== '').join('  ')}`);
    }
  }
  if (!terminal.interrupted.aborted) return;
  terminal.err.print(`Go on with: interlock tail --member ${member} --after ${String(last)}${ndjson ? ' --ndjson' : ''}`);
  terminal.exit(EXIT.interrupted);
}
