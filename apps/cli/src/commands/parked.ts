import { EXIT } from '@interlock/hosting';
import { parkedFacts, redriveParked, skipParked } from '@interlock/interlock';
import { type Command } from 'commander';
import { needsYes } from '../terminal/needs-yes.ts';
import { dataOption, jsonOption } from '../terminal/options.ts';
import { tableText } from '../terminal/table.ts';
import { type Terminal, printJson } from '../terminal/terminal.ts';

interface Choice {
  readonly data: string;
  readonly person: string;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
}

export function addParked(program: Command, terminal: Terminal): void {
  const parked = program.command('parked').description('facts that a policy could not process: list, redrive or skip them');
  parked
    .command('list', { isDefault: true })
    .description('what is parked, where, and why')
    .addOption(dataOption(terminal))
    .addOption(jsonOption())
    .action(async ({ data, json = false }: { readonly data: string; readonly json?: boolean }) => {
      const facts = await parkedFacts(data);
      if (json) printJson(terminal, { data, parked: facts });
      else {
        const rows = facts.map(({ node, policy, eventId, position, parkedAt, reason }) => [
          node,
          policy,
          eventId,
          position,
          parkedAt,
          reason,
        ]);
        if (rows.length > 0)
          for (const line of tableText(['node', 'policy', 'event', 'position', 'parked at', 'reason'], rows)) terminal.out.print(line);
      }
      terminal.err.print(
        facts.length === 0
          ? 'Nothing is parked'
          : `${String(facts.length)} parked; see \`interlock parked redrive\` and \`interlock parked skip\``,
      );
    });
  parked
    .command('redrive')
    .description('try a parked fact of a stopped node, and what waits behind it, again')
    .argument('<event>', 'event id, or its beginning')
    .addOption(dataOption(terminal))
    .option('--person <number>', 'staff number of whoever does it: it is recorded', 'p-1001')
    .option('--dry-run', 'only say what would be done')
    .action(async (eventId: string, { data, person, dryRun = false }: Choice) => {
      if (dryRun) {
        await announce(terminal, data, eventId, 'redriven');
        return;
      }
      const count = await redriveParked({ dataDir: data, eventId, person });
      terminal.out.print(`${String(count)} processed`);
      if (count === 0) terminal.exit(EXIT.failed);
    });
  parked
    .command('skip')
    .description('leave a parked fact of a stopped node for good: a recorded act')
    .argument('<event>', 'event id, or its beginning')
    .requiredOption('--reason <text>', 'why; no personal data')
    .addOption(dataOption(terminal))
    .option('--person <number>', 'staff number of whoever does it: it is recorded', 'p-1001')
    .option('--yes', 'really: it is never processed')
    .option('--dry-run', 'only say what would be done')
    .action(async (eventId: string, { data, person, reason, yes = false, dryRun = false }: Choice & { readonly reason: string }) => {
      if (dryRun) {
        await announce(terminal, data, eventId, 'skipped');
        return;
      }
      if (!yes) throw needsYes(`Skipping ${eventId}`);
      await skipParked({ dataDir: data, eventId, person, reason });
      terminal.out.print('skipped');
    });
}

async function announce(terminal: Terminal, data: string, eventId: string, done: string): Promise<void> {
  const facts = (await parkedFacts(data)).filter((fact) => fact.eventId.startsWith(eventId));
  for (const { node, policy, eventId: id } of facts) terminal.out.print(`${id} of ${policy} at ${node} would be ${done}`);
  if (facts.length === 0) terminal.exit(EXIT.notFound);
}
