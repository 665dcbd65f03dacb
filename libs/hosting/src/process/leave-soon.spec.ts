import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const SOURCE = pathToFileURL(`${import.meta.dirname}/leave-soon.ts`).href;

/** A process that is done, and has left something open. */
function ended(open: string): { readonly code: number | null; readonly signal: NodeJS.Signals | null } {
  const program = `import { leaveSoon } from '${SOURCE}'; ${open} process.exitCode = 3; leaveSoon();`;
  const { status, signal } = spawnSync(process.execPath, ['--input-type=module', '--no-warnings', '-e', program], { timeout: 60_000 });
  return { code: status, signal };
}

describe('a process that is done', () => {
  it('leaves what is still open behind, with its own exit code', () => {
    expect(ended('setInterval(() => undefined, 1_000);')).toEqual({ code: 3, signal: null });
  });
});
