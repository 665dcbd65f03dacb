import { issueDemoToken } from '@interlock/interlock';
import { type Command } from 'commander';
import { collected, dataOption, jsonOption, wholeNumber } from '../terminal/options.ts';
import { type Terminal, printJson } from '../terminal/terminal.ts';

interface TokenArguments {
  readonly data: string;
  readonly member: string;
  readonly person: string;
  readonly role: string;
  readonly unit: string;
  readonly purpose?: string;
  readonly audience?: readonly string[];
  readonly ttl?: number;
  readonly json?: boolean;
}

export function addToken(program: Command, terminal: Terminal): void {
  program
    .command('token')
    .description('sign a demo token; send it as `Authorization: Bearer …`')
    .addOption(dataOption(terminal))
    .option('--member <code>', 'member of the joint office', 'police')
    .option('--person <number>', 'badge or staff number, never a name', 'p-1001')
    .option(
      '--role <role>',
      'role there, such as duty-officer, officer, approving-head, operator, lead, liaison; one that nobody has is refused, with a list',
      'duty-officer',
    )
    .option('--unit <code>', 'unit of units.yaml, or an organ of the city or province (city-…, province-…)', 'city-centre')
    .option('--purpose <code>', 'purpose that openings of personal data are recorded with')
    .option('--audience <codes>', 'nodes that may be asked with it; left out: the gateway and all nodes', collected)
    .option('--ttl <seconds>', 'how long it holds, at most 12 hours', wholeNumber)
    .addOption(jsonOption())
    .action(async ({ data, json = false, ttl, ...wish }: TokenArguments) => {
      const token = await issueDemoToken(data, { ...wish, ...(ttl !== undefined && { ttlSeconds: ttl }) });
      if (json) printJson(terminal, { token });
      else terminal.out.print(token);
    });
}
