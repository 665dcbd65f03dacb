import { join } from 'node:path';
import { EXIT, readSettings, settingNames } from '@interlock/hosting';
import { backfillCityLane, cityLanes, planBackfill, planReopening, reopenCityLane } from '@interlock/interlock';
import { type Command } from 'commander';
import { needsYes } from '../terminal/needs-yes.ts';
import { dataOption, jsonOption } from '../terminal/options.ts';
import { tableText } from '../terminal/table.ts';
import { type Terminal, printJson } from '../terminal/terminal.ts';

interface ReopenArguments {
  readonly data: string;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
  readonly person: string;
  readonly at?: string;
  readonly certificates?: string;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

export function addLanes(program: Command, terminal: Terminal): void {
  const lanes = program.command('lanes').description('what node tells node: list lanes, or open one again that is broken');
  lanes
    .command('list', { isDefault: true })
    .description('every lane: its epoch, what its source has told in it, what its recipient holds, and whether it is broken')
    .addOption(dataOption(terminal))
    .addOption(jsonOption())
    .action(async ({ data, json = false }: { readonly data: string; readonly json?: boolean }) => {
      const stands = await cityLanes(data);
      const broken = stands.filter((stand) => stand.broken !== undefined);
      if (json) printJson(terminal, { data, lanes: stands.map((stand) => ({ ...stand, broken: stand.broken ?? null })) });
      else {
        const rows = stands.map(({ from, to, epoch, toldThrough, heldEpoch, receivedThrough, broken: how }) => [
          ...[from, to, String(epoch), String(toldThrough)],
          ...[heldEpoch === epoch ? String(receivedThrough) : `${String(receivedThrough)} of epoch ${String(heldEpoch)}`],
          how === undefined ? '' : `HALTED: ${how}`,
        ]);
        for (const line of tableText(['from', 'to', 'epoch', 'told', 'held', ''], rows)) terminal.out.print(line);
      }
      terminal.err.print(
        broken.length === 0
          ? `${String(stands.length)} lanes, none is broken`
          : `${String(broken.length)} of ${String(stands.length)} lanes are broken; see \`interlock doctor\` and \`interlock lanes reopen\``,
      );
    });
  lanes
    .command('reopen')
    .description('open a lane again whose source, stopped meanwhile, was put back from an older backup: a recorded act')
    .requiredOption('--from <node>', 'its source, whose log lost what it had told')
    .requiredOption('--to <node>', 'its recipient, who still holds it')
    .requiredOption('--reason <text>', 'why; no personal data')
    .addOption(dataOption(terminal))
    .option('--person <number>', 'staff number of whoever does it: it is recorded', 'p-1001')
    .option('--at <url>', 'where the recipient’s process is asked if its log is not in the folder; INTERLOCK_PEERS unless named')
    .option('--certificates <dir>', 'whose certificates then show who asks; INTERLOCK_CERTIFICATES, or certificates/ in the folder')
    .option('--yes', 'really: the epoch that is closed is never told on')
    .option('--dry-run', 'only say what would be done')
    .addOption(jsonOption())
    .action((options: ReopenArguments) => reopen(terminal, options));
  addBackfill(lanes, terminal);
}

interface BackfillArguments {
  readonly data: string;
  readonly reason: string;
  readonly person: string;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

function addBackfill(lanes: Command, terminal: Terminal): void {
  lanes
    .command('backfill')
    .description('tell, on a lane whose source is stopped meanwhile, what its past events would tell now and never told: a recorded act')
    .argument('<contract>', 'type of the facts, as police.case-ended.v1')
    .argument('<lane>', 'its two nodes, as police.office')
    .requiredOption('--reason <text>', 'why; no personal data')
    .addOption(dataOption(terminal))
    .option('--person <number>', 'staff number of whoever does it: it is recorded', 'p-1001')
    .option('--yes', 'really: what is told is never taken back')
    .option('--dry-run', 'only say what would be told')
    .addOption(jsonOption())
    .action((contract: string, lane: string, options: BackfillArguments) => backfill(terminal, { contract, lane, ...options }));
}

async function backfill(
  terminal: Terminal,
  options: BackfillArguments & { readonly contract: string; readonly lane: string },
): Promise<void> {
  const { data, contract, lane, reason, person, yes = false, dryRun = false, json = false } = options;
  const [from = '', to = ''] = lane.split('.');
  if (!dryRun && !yes) throw needsYes(`Telling ${contract} of past events on ${from} → ${to}`);
  const choice = { dataDir: data, contract, from, to, reason, person };
  const { epoch, facts, ...when } = dryRun ? await planBackfill(choice) : await backfillCityLane(choice);
  if (json) printJson(terminal, { dryRun, from, to, contract, epoch, facts, firstAt: when.from ?? null, lastAt: when.through ?? null });
  else {
    const span = when.from === undefined ? '' : `, of events from ${when.from} to ${String(when.through)}`;
    terminal.out.print(`${String(facts)} facts ${contract} ${dryRun ? 'would be' : 'are'} told at the end of ${from} → ${to}${span}`);
  }
  terminal.err.print(dryRun || facts === 0 ? 'Nothing was changed' : `Done; start ${from}, and ${to} receives them`);
  terminal.exit(EXIT.ok);
}

async function reopen(terminal: Terminal, options: ReopenArguments): Promise<void> {
  const { data, from, to, reason, person, yes = false, dryRun = false, json = false } = options;
  const choice = { dataDir: data, from, to, reason, person, peer: placeOf(terminal, options) };
  if (!dryRun && !yes) throw needsYes(`Opening ${from} → ${to} again`);
  const { epoch, differsAt, recovered, retold } = dryRun ? await planReopening(choice) : await reopenCityLane(choice);
  if (json) printJson(terminal, { dryRun, from, to, epoch, differsAt, recovered, retold });
  else {
    const would = dryRun ? 'would be' : 'are';
    terminal.out.print(
      `${from} → ${to} ${dryRun ? 'would go' : 'goes'} on in epoch ${String(epoch)}; its ends differ from fact ${String(differsAt)} on`,
    );
    terminal.out.print(`${String(recovered)} facts that ${to} holds ${would} kept in the log of ${from}`);
    terminal.out.print(`${String(retold)} facts that ${to} could not take ${would} told again`);
  }
  terminal.err.print(dryRun ? 'Nothing was changed' : `Done; start the city, and ${to} follows`);
  terminal.exit(EXIT.ok);
}

/** Where the recipient runs, on this machine or another. */
function placeOf({ env }: Terminal, { data, to, at, certificates }: ReopenArguments) {
  const { INTERLOCK_PEERS: peers = {}, INTERLOCK_CERTIFICATES: folder } = readSettings(settingNames(), env);
  return { url: at ?? peers[to], certificates: certificates ?? folder ?? join(data, 'certificates') };
}
