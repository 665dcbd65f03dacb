import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, rmdirSync, statSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { codeOf } from '@interlock/hosting';

/** Enough for a node that plays one story, and soon filled. */
const SIZE = '96m';

/** A folder that is a disk of its own, in memory. */
export interface OwnDisk {
  /** What lay on it is gone. */
  letGo(): void;
  /** What lay on it stays in the folder. */
  letGoAndKeep(): void;
}

/** Throws where the machine gives us no disk: ask `whyNoOwnDisk` before. */
export function ownDiskAt(folder: string): OwnDisk {
  mkdirSync(folder, { recursive: true });
  mount(folder);
  const letGo = (): void => {
    process.off('exit', letGo);
    if (isOwnDisk(folder)) unmount(folder);
  };
  // Whatever ends the tests ends the disk.
  process.once('exit', letGo);
  return {
    letGo,
    letGoAndKeep() {
      if (!isOwnDisk(folder)) return;
      cpSync(folder, `${folder}-kept`, { recursive: true });
      unmount(folder);
      rmdirSync(folder);
      renameSync(`${folder}-kept`, folder);
    },
  };
}

/** Mounting takes an administrator’s rights; undefined where we have them. */
export function whyNoOwnDisk(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'interlock-disk-'));
  try {
    mount(folder);
    unmount(folder);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.trim() : String(error);
  } finally {
    rmdirSync(folder);
  }
}

function mount(folder: string): void {
  const { status, stderr, error } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}`, 'tmpfs', folder], { encoding: 'utf8' });
  if (status !== 0) throw error ?? new Error(stderr);
}

function unmount(folder: string): void {
  spawnSync('umount', ['--lazy', folder]);
}

/** Fills a disk to its last block; the answer makes room again. */
export function fillDisk(folder: string): () => void {
  if (!isOwnDisk(folder)) throw new Error(`${folder} is no disk of its own`);
  const ballast: string[] = [];
  // Whoever writes meanwhile takes what it needs: what is left then is filled, too.
  for (let room = roomIn(folder); room > 0; room = roomIn(folder)) {
    const file = join(folder, `ballast-${String(ballast.length)}`);
    ballast.push(file);
    fill(file, room);
  }
  return () => {
    for (const file of ballast) rmSync(file, { force: true });
  };
}

function fill(file: string, bytes: number): void {
  try {
    writeFileSync(file, new Uint8Array(bytes));
  } catch (error) {
    if (codeOf(error) !== 'ENOSPC') throw error;
  }
}

function roomIn(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

function isOwnDisk(folder: string): boolean {
  const own = statSync(folder, { throwIfNoEntry: false });
  return own !== undefined && own.dev !== statSync(dirname(folder)).dev;
}
