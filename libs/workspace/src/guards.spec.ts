import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

const root = join(import.meta.dirname, '..', '..', '..');
const fixtures = join(root, 'libs/workspace/fixtures');

/** Runs a tool of the gates on a fixture, from the repository's root unless said otherwise. */
function run(script: string, args: readonly string[], cwd = root): { readonly code: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, script), ...args], {
    ...{ cwd, encoding: 'utf8' },
    // CI colours what it would print plain elsewhere.
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
  });
  return { code: status, output: stdout + stderr };
}

function expectationsOf(folder: string): readonly { readonly name: string; readonly expected: string }[] {
  return readdirSync(folder).flatMap((name) => {
    const expected = /^\/\/ expect: (.+)$/m.exec(readFileSync(join(folder, name), 'utf8'))?.[1];
    return expected === undefined ? [] : [{ name, expected }];
  });
}

const Linted = z.array(z.object({ name: z.string(), rule: z.string(), says: z.string(), messages: z.array(z.string()) }));

describe('every lint rule that guards the design fails its fixture, by name', () => {
  const linted = Linted.parse(JSON.parse(run('libs/workspace/fixtures/lint-fixtures.mjs', []).output));

  it('has read every fixture', () => {
    expect(linted.map(({ name }) => name)).toEqual(readdirSync(join(fixtures, 'lint')).sort());
  });

  it.each(linted)('$rule: $name', ({ rule, says, messages }) => {
    expect(rule).not.toBe('');
    expect(messages.filter((message) => message.startsWith(`${rule}: `) && message.includes(says))).not.toEqual([]);
  });
});

describe('every compiler flag that guards the code fails its fixture, by code', () => {
  const { code, output } = run('node_modules/typescript/bin/tsc', ['-p', join(fixtures, 'tsc')]);

  it('ends with an error', () => {
    expect(code).not.toBe(0);
  });

  it.each(expectationsOf(join(fixtures, 'tsc/src')))('$expected: $name', ({ name, expected }) => {
    expect(output).toMatch(new RegExp(`src/${name}\\(\\d+,\\d+\\): error ${expected}:`));
  });
});

describe('knip fails on what nobody uses', () => {
  const args = ['--config', join(root, 'knip.json'), '--no-progress', '--no-config-hints'];
  const { code, output } = run('node_modules/knip/bin/knip.js', args, join(fixtures, 'knip'));

  it.each([
    ['Unused files', 'libs/one/src/dead-file.ts'],
    ['Unused exports', 'deadExport'],
    ['Unused dependencies', 'left-behind'],
  ])('%s: %s', (rule, name) => {
    expect(code).not.toBe(0);
    expect(output).toMatch(new RegExp(`${rule} \\(1\\)\\n${name}`));
  });
});

describe('prettier fails on what is not formatted', () => {
  it('names the file', () => {
    const fixture = join(fixtures, 'prettier/unformatted.ts');
    const { code, output } = run('node_modules/prettier/bin/prettier.cjs', ['--check', '--ignore-path', '.gitignore', fixture]);
    expect(code).toBe(1);
    expect(output).toContain('[warn] libs/workspace/fixtures/prettier/unformatted.ts');
  });
});
