import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of a test's own, gone when it is removed. */
export function temporaryFolder(): { readonly path: string; readonly file: (name: string) => string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'interlock-adapters-'));
  return { path, file: (name) => join(path, name), remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Why this machine gives a test no mounts of its own (`unshare`); undefined when it does. */
export function whyNoMounts(): string | undefined {
  const { error, status, stderr } = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', tmpdir()], {
    encoding: 'utf8',
  });
  if (error) return error.message;
  return status === 0 ? undefined : stderr.trim();
}

/** Runs a program to which the folder is a disk of that size: empty, and gone when the program has ended. */
export function runOnSmallDisk(folder: string, kilobytes: number, program: readonly string[]): SpawnSyncReturns<string> {
  const script = `mount -t tmpfs -o size=${kilobytes}k tmpfs "$1" && shift && exec "$@"`;
  return spawnSync('unshare', ['-rm', 'sh', '-c', script, 'sh', folder, ...program], { encoding: 'utf8', timeout: 60_000 });
}
