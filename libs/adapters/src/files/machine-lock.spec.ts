import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '../conformance/temporary-folder.testing.ts';
import { withMachineLock } from './machine-lock.ts';

const run = promisify(execFile);

/** What a process of its own says that tries to take the lock at once. */
async function otherProcessTakes(path: string): Promise<string> {
  const script = `
    import { DatabaseSync } from 'node:sqlite';
    const db = new DatabaseSync(${JSON.stringify(path)}, { timeout: 0 });
    try { db.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE'); console.log('taken'); } catch (error) { console.log(error.message); }`;
  return (await run(process.execPath, ['--input-type=module', '--no-warnings', '-e', script])).stdout.trim();
}

describe('a lock of this machine', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => folder.remove());

  it('lets one in at a time, and the next when the first has left', async () => {
    const path = folder.file('lock');
    let inside = 0;
    const most: number[] = [];
    const enter = () =>
      withMachineLock(path, 10_000, async () => {
        inside += 1;
        most.push(inside);
        await new Promise((resolve) => setImmediate(resolve));
        inside -= 1;
      });
    await Promise.all([enter(), enter(), enter()]);
    expect(most).toEqual([1, 1, 1]);
  });

  it('holds against another process, and is free again after a throw', async () => {
    const path = folder.file('lock');
    const held = withMachineLock(path, 0, async () => {
      expect(await otherProcessTakes(path)).toMatch(/locked/);
      throw new Error('the work failed');
    });
    await expect(held).rejects.toThrow('the work failed');
    expect(await otherProcessTakes(path)).toBe('taken');
  });

  it('gives up after the time named', async () => {
    const path = folder.file('lock');
    await withMachineLock(path, 0, () => expect(withMachineLock(path, 100, async () => 'in')).rejects.toThrow(/held by another process/));
  });
});
