import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { versionOf } from './harness/machine.ts';
import { measureAll } from './harness/measure-all.ts';
import { type Row, type RowContext } from './harness/types.ts';
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
    const rows = ROWS.filter((row) => wanted?.some((id) => isOf(row, id)) ?? true);
    return await measureAll(rows, { context, data: DATA, versions: versions(), file: values.json });
  } finally {
    rmSync(DATA, { recursive: true, force: true });
  }
}

/** A row in its other way of running is asked for with it: P16 is P16-distributed, too. */
function isOf({ id }: Row, wanted: string): boolean {
  const own = id.toUpperCase();
  return own === wanted || own.startsWith(`${wanted}-`);
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
