import { afterAll, describe, expect, it } from '@jest/globals';
import { runOnSmallDisk, temporaryFolder, whyNoMounts } from '../conformance/temporary-folder.testing.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const PROGRAM = [process.execPath, '--conditions=@interlock/source', new URL('../faults/full-disk-child.ts', import.meta.url).pathname];
const whyNot = whyNoMounts();

describe('48. a log on a disk that is really full', () => {
  if (whyNot !== undefined) it.skip(`refuses, and goes on (skipped: no small file system to be had here: ${whyNot})`, () => undefined);
  else
    it('refuses with STORE_FULL, keeps what it acknowledged and nothing else, and takes the same appends when there is room', () => {
      const { stdout, stderr } = runOnSmallDisk(folder.path, 2_000, [...PROGRAM, folder.file('police.db')]);
      expect(stderr).toBe('');
      expect(JSON.parse(stdout)).toEqual({
        codes: ['STORE_FULL'],
        repeatWhileFull: true,
        heldWhileFull: true,
        again: [false],
        heldWithRoom: true,
        sound: true,
        opening: 'STORE_FULL',
        heldAfterwards: true,
        manyAcknowledged: true,
        refused: expect.any(Number),
      });
    }, 60_000);
});
