import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '..', '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'interlock-bench-rows-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Measures rows, given as text, as `npm run bench` does. */
function bench(rows: string) {
  const [data, file] = [mkdtempSync(join(folder, 'data-')), join(folder, 'rows.json')];
  const script = `
    import { measureAll } from './bench/src/harness/measure-all.ts';
    import { Skipped } from './bench/src/harness/types.ts';
    const context = { isLarge: false, repeats: 2, sampleMs: 1, folder: String, tell() {} };
    process.exitCode = await measureAll([${rows}], { context, data: ${JSON.stringify(data)}, versions: {}, file: ${JSON.stringify(file)} });`;
  const args = ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', script];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  return { status, stdout, stderr, document: readFileSync(file, 'utf8') };
}

const BROKEN = `{ id: 'P1', title: 'broken', run: () => Promise.reject(new Error('no such table')) }`;
const LEFT_OUT = `{ id: 'P2', title: 'left out', run: () => Promise.reject(new Skipped('no competitor is installed')) }`;

describe('a row of the benchmarks', () => {
  it('that breaks is told as failed, and ends the run with 1', () => {
    const { status, stdout, document } = bench(`${BROKEN}, ${LEFT_OUT}`);
    expect(stdout).toMatch(/^P1: FAILED: Error: no such table$/m);
    expect(stdout).toMatch(/^P2: skipped: no competitor is installed$/m);
    expect(JSON.parse(document)).toMatchObject({
      failed: [{ id: 'P1', reason: expect.stringContaining('no such table') }],
      skipped: [{ id: 'P2', reason: 'no competitor is installed' }],
    });
    expect(status).toBe(1);
  });

  it('that says why it cannot run leaves the run well', () => {
    const { status, stdout } = bench(LEFT_OUT);
    expect(stdout).not.toContain('FAILED');
    expect(status).toBe(0);
  });
});
