import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ROOT } from '../config/settings.ts';

export interface Versions {
  readonly interlock: string;
  /** Short; unset outside a clone. */
  readonly commit: string | undefined;
  readonly node: string;
  readonly sqlite: string;
}

export const INTERLOCK_VERSION = '0.1.0';

export function versionsNow(): Versions {
  const db = new DatabaseSync(':memory:');
  try {
    const sqlite = db.prepare('SELECT sqlite_version() AS version').get()?.['version'];
    return { interlock: INTERLOCK_VERSION, commit: commitNow(), node: process.versions.node, sqlite: String(sqlite) };
  } finally {
    db.close();
  }
}

function commitNow(): string | undefined {
  if (!existsSync(join(ROOT, '.git'))) return undefined;
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: ROOT, stdio: ['ignore', 'pipe', 'ignore'], timeout: 1_000 })
      .toString()
      .trim();
  } catch {
    return undefined; // no git on this machine
  }
}
