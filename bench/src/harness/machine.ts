import { closeSync, fdatasyncSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { median } from './statistics.ts';

export interface Machine {
  readonly at: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly system: string;
  readonly load: readonly number[];
  readonly node: string;
  readonly sqlite: string;
  /** Of 600 bytes, median, when the run began: tells how fast the disk was that day. */
  readonly fdatasyncMs: number;
  readonly durability: string;
  readonly versions: Readonly<Record<string, string>>;
}

/** What a reader must know to make something of the numbers. */
export function machineState(folder: string, versions: Readonly<Record<string, string>>): Machine {
  const db = new DatabaseSync(':memory:');
  const sqlite = String(db.prepare('SELECT sqlite_version() AS version').get()?.['version']);
  db.close();
  return {
    at: new Date().toISOString(),
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${release()} ${process.arch}`,
    load: loadavg().map((load) => Math.round(load * 100) / 100),
    node: process.version,
    sqlite,
    fdatasyncMs: syncMs(folder),
    durability: 'SQLite WAL, synchronous=FULL, group commit; views synchronous=NORMAL (rebuilt from the log)',
    versions,
  };
}

const LOOKS = 200;

function syncMs(folder: string): number {
  const path = join(folder, 'sync-probe');
  const file = openSync(path, 'w');
  const durations: number[] = [];
  for (let look = 0; look < LOOKS; look += 1) {
    const from = performance.now();
    writeSync(file, Buffer.alloc(600, 1), 0, 600, (look % 100) * 600);
    fdatasyncSync(file);
    durations.push(performance.now() - from);
  }
  closeSync(file);
  rmSync(path);
  return Math.round(median(durations) * 1_000) / 1_000;
}

/** Version of a package as it lies in a node_modules; undefined when it does not. */
export function versionOf(nodeModules: string, name: string): string | undefined {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(nodeModules, name, 'package.json'), 'utf8'));
    return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : undefined;
  } catch {
    return undefined;
  }
}
