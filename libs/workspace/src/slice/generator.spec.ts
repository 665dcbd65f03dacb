import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { RULES } from '@interlock/rulebook';
import { afterAll, describe, expect, it } from '@jest/globals';
import { type Tree } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import { slice } from './generator.ts';

const root = join(import.meta.dirname, '..', '..', '..', '..');
/** Inside the repository, so that the generated files find its packages; out of the way of the ordinary run. */
const place = join(root, 'libs/workspace/out-tsc', `slice-${process.pid}`);
const DECIDER = 'libs/police/src/witness-note/witness-note.decider.ts';
const SPEC = 'libs/police/src/witness-note/witness-note.decider.spec.ts';

async function generated(): Promise<Tree> {
  const tree = createTreeWithEmptyWorkspace();
  tree.write('.prettierrc', readFileSync(join(root, '.prettierrc.json'), 'utf8'));
  tree.delete('.oxfmtrc.json'); // the empty workspace has another formatter than ours
  tree.write('libs/police/package.json', '{ "name": "@interlock/police", "type": "module" }');
  await slice(tree, { name: 'witness-note', project: 'police' });
  return tree;
}

/** Writes the slice out and runs its own test, as the repository runs tests. */
function testSlice(tree: Tree): { readonly code: number | null; readonly output: string } {
  for (const { path, content } of tree.listChanges()) {
    if (!path.startsWith('libs/police/')) continue;
    mkdirSync(dirname(join(place, path)), { recursive: true });
    writeFileSync(join(place, path), content ?? '');
  }
  const config = join(place, 'jest.config.mjs');
  const base = `import base from '${join(root, 'jest.config.mjs')}';`;
  writeFileSync(
    config,
    `${base}\nexport default { ...base, roots: ['${place}'], modulePathIgnorePatterns: [], reporters: ['default'] };\n`,
  );
  const args = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', '-c', config];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, CI: 'true' },
  });
  return { code: status, output: stdout + stderr };
}

/** What the compiler (against the built libraries) and the formatter say of the slice. */
function faults(): string {
  const tsconfig = {
    extends: join(root, 'tsconfig.base.json'),
    compilerOptions: {
      ...{ noEmit: true, composite: false, incremental: false, emitDeclarationOnly: false, rewriteRelativeImportExtensions: false },
      ...{ rootDir: root, types: ['node'], customConditions: [] },
    },
    include: ['libs/**/*.ts'],
  };
  writeFileSync(join(place, 'tsconfig.json'), JSON.stringify(tsconfig));
  const run = (...args: readonly string[]): string => spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' }).stdout;
  const prettier = ['node_modules/prettier/bin/prettier.cjs', '--list-different', '--ignore-path', '.npmrc'];
  return (
    run('node_modules/typescript/bin/tsc', '-p', place) + run(...prettier, '--config', '.prettierrc.json', join(place, 'libs/police/src'))
  );
}

describe('nx g @interlock/workspace:slice', () => {
  afterAll(() => {
    rmSync(place, { recursive: true, force: true });
  });

  it('makes a folder for the stream with its events, rules, view, publish rules and test', async () => {
    const tree = await generated();
    expect(tree.children('libs/police/src/witness-note').sort()).toEqual([
      'open-witness-notes.view.ts',
      'witness-note.decider.spec.ts',
      'witness-note.decider.ts',
      'witness-note.events.ts',
      'witness-note.publish.ts',
    ]);
  });

  it('makes what compiles, and a test that fails until the rule is named and written', async () => {
    const tree = await generated();
    const before = testSlice(tree);
    expect(faults()).toBe('');
    expect(before.code).toBe(1);
    expect(before.output).toContain('2 failed, 1 passed');
    expect(before.output).toContain('✕ is a rule of the rulebook');
    expect(before.output).toContain('✕ refuses a second opening and says since when it is open');

    const id = RULES[0]?.id ?? '';
    const rule = "      if (state.openedAt) return reject({ type: 'AlreadyOpened', since: state.openedAt });\n";
    const decider = tree.read(DECIDER, 'utf8') ?? '';
    tree.write(DECIDER, decider.replace(/(case 'OpenWitnessNote':\n)/, `$1${rule}`));
    tree.write(SPEC, (tree.read(SPEC, 'utf8') ?? '').replace('R-000', id));
    const after = testSlice(tree);
    expect(after.output).toContain('3 passed');
    expect(after.code).toBe(0);
  });

  it.each([
    ['a library that is not there', { name: 'witness-note', project: 'nobody' }, 'no library libs/nobody'],
    ['a name that is no word', { name: 'Witness_Note', project: 'police' }, 'not a name like'],
  ])('refuses %s', async (_, options, says) => {
    const tree = await generated();
    await expect(slice(tree, options)).rejects.toThrow(says);
  });

  it('refuses to write over a slice', async () => {
    const tree = await generated();
    await expect(slice(tree, { name: 'witness-note', project: '@interlock/police' })).rejects.toThrow('is there already');
  });
});
