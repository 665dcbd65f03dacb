import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { machineState, versionOf } from './harness/machine.ts';
import { type SkippedRow, printMachine, printRow, printTable } from './harness/report.ts';
import { type Row, type RowContext, type RowResult, Skipped } from './harness/types.ts';
import { PEERS_FOLDER } from './peers/emmett.ts';
import { ROWS } from './rows/rows.ts';

const USAGE = `npm run bench -- [--only P1,P2] [--large] [--repeats N] [--quick] [--json FILE]
  --large    rows with a million events and more at their full size
  --repeats  samples of each contender, 5 at least for numbers that count
  --quick    two short samples: to see that a row runs, not what it gives`;

const ROOT = join(import.meta.dirname, '..', '..');
/** On the disk where data lie, not in a memory file system. */
const DATA = join(ROOT, 'node_modules', '.cache', 'interlock-bench', String(process.pid));

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      large: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      repeats: { type: 'string', default: '5' },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const wanted = values.only?.split(',').map((id) => id.trim().toUpperCase());
  const unknown = wanted?.filter((id) => !ROWS.some((row) => isOf(row, id))) ?? [];
  if (unknown.length > 0) {
    console.error(`No such row: ${unknown.join(', ')}. There are ${ROWS.map((row) => row.id).join(', ')}.`);
    return 2;
  }
  const context: RowContext = {
    isLarge: values.large,
    repeats: values.quick ? 2 : Math.max(1, Number(values.repeats) || 5),
    sampleMs: values.quick ? 300 : 1_000,
    folder(name) {
      const folder = join(DATA, name);
      mkdirSync(folder, { recursive: true });
      return folder;
    },
    tell: (text) => console.error(text),
  };
  mkdirSync(DATA, { recursive: true });
  try {
    return await measureAll(
      ROWS.filter((row) => wanted?.some((id) => isOf(row, id)) ?? true),
      context,
      values.json,
    );
  } finally {
    rmSync(DATA, { recursive: true, force: true });
  }
}

/** A row in its other way of running is asked for with it: P16 is P16-distributed, too. */
function isOf({ id }: Row, wanted: string): boolean {
  const own = id.toUpperCase();
  return own === wanted || own.startsWith(`${wanted}-`);
}

async function measureAll(rows: readonly Row[], context: RowContext, file: string | undefined): Promise<number> {
  const machine = machineState(DATA, versions());
  printMachine(machine);
  const results: RowResult[] = [];
  const skipped: SkippedRow[] = [];
  for (const row of rows) {
    context.tell(`${row.id} ${row.title} …`);
    try {
      for (const result of await row.run(context)) {
        results.push(result);
        printRow(result);
      }
    } catch (error) {
      const reason =
        error instanceof Skipped ? error.message : `failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
      skipped.push({ id: row.id, reason });
      console.log(`${row.id}  skipped: ${reason}\n`);
    }
    rmSync(DATA, { recursive: true, force: true });
  }
  printTable(results, skipped);
  const after = loadavg().map((load) => Math.round(load * 100) / 100);
  console.log(`\nLoad ${machine.load.join(' ')} before, ${after.join(' ')} after. Only ratios count: they were measured side by side.`);
  if (file !== undefined)
    writeFileSync(file, `${JSON.stringify({ machine: { ...machine, loadAfter: after }, rows: results, skipped }, undefined, 2)}\n`);
  return 0;
}

function versions(): Readonly<Record<string, string>> {
  const peers = [
    '@event-driven-io/emmett-sqlite',
    '@event-driven-io/emmett',
    '@event-driven-io/emmett-postgresql',
    'sqlite3',
    '@apollo/server',
    '@nestjs/core',
  ];
  const found = peers.map((name) => [name, existsSync(PEERS_FOLDER) ? versionOf(PEERS_FOLDER, name) : undefined] as const);
  return Object.fromEntries(found.map(([name, version]) => [name, version ?? 'not installed']));
}

process.exitCode = await main();
