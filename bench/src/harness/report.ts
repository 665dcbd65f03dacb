import { type Machine } from './machine.ts';
import { short } from './result.ts';
import { type RowResult } from './types.ts';

/** A row that gave nothing, and why. */
export interface LeftOut {
  readonly id: string;
  readonly reason: string;
}

const isColoured = process.stdout.isTTY && process.env['NO_COLOR'] === undefined;

function coloured(code: number, text: string): string {
  return isColoured ? `\u001b[${code}m${text}\u001b[0m` : text;
}

const red = (text: string): string => coloured(31, text);
const green = (text: string): string => coloured(32, text);
const faint = (text: string): string => coloured(2, text);

export function printMachine(machine: Machine): void {
  console.log(`${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB, ${machine.system}; load ${machine.load.join(' ')}`);
  console.log(`Node ${machine.node}, SQLite ${machine.sqlite}; fdatasync of 600 bytes ${short(machine.fdatasyncMs)} ms`);
  console.log(`${machine.durability}`);
  console.log(
    `${Object.entries(machine.versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', ')}\n`,
  );
}

/** One row: ours, the others, what was asked and whether it was reached. */
export function printRow(row: RowResult): void {
  console.log(`${coloured(1, row.id)}  ${row.title}, ${row.unit}`);
  line('ours', row.ours, '');
  for (const peer of row.against) {
    line(`${peer.name} ${peer.version}`, peer, peer.n === 0 ? '' : `× ${short(row.ours.median / peer.median)}`);
    for (const fault of peer.faults) console.log(red(`      fault: ${fault}`));
  }
  if (row.limit) console.log(`    limit: ${row.limit.name}: ${short(row.limit.median)} (ratio ${short(row.ratioToLimit ?? Number.NaN)})`);
  for (const { text, actual, isMet } of row.targets) console.log(`    ${isMet ? green('met   ') : red('MISSED')} ${text}: ${actual}`);
  for (const note of row.notes) console.log(faint(`    ${note}`));
  console.log('');
}

function line(name: string, spread: RowResult['ours'], rest: string): void {
  const numbers = spread.n === 0 ? 'no result' : `${short(spread.median)}  (${short(spread.min)} – ${short(spread.max)}, n ${spread.n})`;
  console.log(`    ${name}: ${numbers} ${rest}`.trimEnd());
}

/** The whole run at a glance. */
export function printTable(
  rows: readonly RowResult[],
  { skipped, failed }: { readonly skipped: readonly LeftOut[]; readonly failed: readonly LeftOut[] },
): void {
  const cells = rows.map((row) => {
    const missed = row.targets.filter((target) => !target.isMet);
    return {
      cells: [row.id, row.title, `${short(row.ours.median)} ${row.unit}`, ratio(row.ratioToLimit), ratio(row.ratioToBestPeer)],
      verdict:
        row.targets.length === 0
          ? '–'
          : missed.length === 0
            ? green('met')
            : red(`missed: ${missed.map(({ text, actual }) => `${text}, is ${actual}`).join('; ')}`),
    };
  });
  const head = ['row', '', 'ours (median)', '÷ limit', '÷ best peer'];
  const widths = head.map((title, column) => Math.max(title.length, ...cells.map((row) => row.cells[column]?.length ?? 0)));
  const padded = (texts: readonly string[]): string => texts.map((text, column) => text.padEnd(widths[column] ?? 0)).join('  ');
  console.log(`${padded(head)}  target`);
  for (const row of cells) console.log(`${padded(row.cells)}  ${row.verdict}`);
  for (const { id, reason } of skipped) console.log(`${id}: skipped: ${reason}`);
  for (const { id, reason } of failed) console.log(red(`${id}: FAILED: ${reason}`));
}

function ratio(value: number | undefined): string {
  return value === undefined ? '–' : short(value);
}
