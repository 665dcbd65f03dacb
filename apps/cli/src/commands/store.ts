import { EXIT, Fault, readSettings } from '@interlock/hosting';
import { copyStore, readStoreAddress } from '@interlock/interlock';
import { type Command } from 'commander';
import { jsonOption } from '../terminal/options.ts';
import { startProgress } from '../terminal/progress.ts';
import { type Terminal, printJson } from '../terminal/terminal.ts';

interface CopyArguments {
  readonly from: string;
  readonly to: string;
  readonly node: string;
  readonly resume?: boolean;
  readonly json?: boolean;
}

export function addStore(program: Command, terminal: Terminal): void {
  const store = program.command('store').description('the logs of nodes, wherever they lie');
  store
    .command('copy')
    .description('move a stopped node’s log to another store: ids, revisions, order and stored bytes stay, positions are new')
    .requiredOption('--from <store>', 'sqlite:PATH (a log file or a city’s folder), or kurrentdb://HOST:PORT')
    .requiredOption('--to <store>', 'an empty one, named like that; `kurrentdb:` alone takes INTERLOCK_KURRENTDB_URL')
    .requiredOption('--node <code>', 'whose log it is: on KurrentDB its streams begin with it')
    .option('--resume', 'go on with a copy that was broken off')
    .addOption(jsonOption())
    .action((options: CopyArguments) => copy(terminal, options));
}

/** Of the settings this one only: the others are another command’s. */
function serverOf({ env }: Terminal): { readonly kurrentUrl?: string } {
  const { INTERLOCK_KURRENTDB_URL, INTERLOCK_KURRENTDB_URL_FILE } = env;
  const read = readSettings(['INTERLOCK_KURRENTDB_URL'], { INTERLOCK_KURRENTDB_URL, INTERLOCK_KURRENTDB_URL_FILE });
  return read.INTERLOCK_KURRENTDB_URL === undefined ? {} : { kurrentUrl: read.INTERLOCK_KURRENTDB_URL };
}

async function copy(terminal: Terminal, { from, to, node, resume = false, json = false }: CopyArguments): Promise<void> {
  const given = { node, ...serverOf(terminal) };
  const [source, target] = [readStoreAddress(from, given), readStoreAddress(to, given)];
  if (JSON.stringify(source) === JSON.stringify(target))
    throw new Fault({
      ...{ code: 'STORE_ADDRESS_INVALID', what: 'Both stores are the same', why: 'a log cannot be copied onto itself' },
      ...{ how: 'name another store with --to', exit: EXIT.usage },
    });
  const progress = startProgress(terminal, 'copying');
  const copied = await copyStore({
    ...{ from: source, to: target, resume },
    onCopied(events) {
      progress.at(node, events, events);
    },
  }).finally(progress.end);
  if (json) printJson(terminal, { node, ...copied });
  else terminal.out.print(`${String(copied.events)} events, the same in both, root ${copied.root}`);
  terminal.err.print(
    `${node} is store ${copied.toStoreId} there: position tokens of ${copied.fromStoreId} are refused, views are folded anew`,
  );
}
