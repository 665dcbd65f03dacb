#!/usr/bin/env node
// Plain JavaScript: `npx interlock` may run under any Node >= 20. It finds the pinned Node, builds what is stale, and hands over.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const WANTED = 24;
/** interfaces.md section 5: it failed, for the environment is not what the command needs. */
const EXIT_ENVIRONMENT = 1;
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const main = join(root, 'apps', 'cli', 'dist', 'main.js');
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');

function pinnedNode() {
  const isWindows = process.platform === 'win32';
  const require = createRequire(import.meta.url);
  for (const name of [`node-${isWindows ? 'win' : process.platform}-${process.arch}`, `node-bin-${process.platform}-${process.arch}`]) {
    for (const folder of require.resolve.paths(name) ?? []) {
      const file = join(folder, name, 'bin', isWindows ? 'node.exe' : 'node');
      if (existsSync(file)) return file;
    }
  }
  return Number(process.versions.node.split('.')[0]) >= WANTED ? process.execPath : undefined;
}

/** A project is stale when a source of it is younger than its last build. */
function isStale() {
  if (!existsSync(main)) return true;
  return ['apps', 'libs'].some((kind) =>
    readdirSync(join(root, kind)).some((name) => {
      const project = join(root, kind, name);
      const built = statSync(join(project, 'dist', 'tsconfig.lib.tsbuildinfo'), { throwIfNoEntry: false });
      const sources = join(project, 'src');
      return existsSync(sources) && (built === undefined || isYounger(sources, built.mtimeMs));
    }),
  );
}

function isYounger(folder, ms) {
  return readdirSync(folder, { withFileTypes: true }).some((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return isYounger(path, ms);
    return entry.name.endsWith('.ts') && !entry.name.endsWith('.spec.ts') && statSync(path).mtimeMs > ms;
  });
}

function fail(what, why, how) {
  console.error(`error: ${what}\nwhy: ${why}\nfix: ${how}`);
  process.exit(EXIT_ENVIRONMENT);
}

const node = pinnedNode();
if (node === undefined)
  fail(
    `There is no Node ${WANTED} for ${process.platform}-${process.arch}`,
    'Interlock runs under the Node that its repository pins, or a newer one',
    `install Node ${WANTED} or newer and try again`,
  );
// The script that starts this one may have said that it is built: then nothing is looked at.
if (process.env.INTERLOCK_TEST_BUILT !== '1' && isStale()) {
  if (!existsSync(tsc))
    fail('Interlock is not installed yet', 'its packages are missing', 'run `npm start` or `npm test` once in the repository');
  console.error('> building');
  const built = spawnSync(node, [tsc, '-b', 'tsconfig.build.json'], { cwd: root, stdio: ['ignore', 2, 2] });
  if (built.status !== 0)
    fail('Interlock cannot be built', 'see the compiler’s messages above', 'correct the sources, or go back to a commit that builds');
}

const child = spawn(node, ['--enable-source-maps', main, ...process.argv.slice(2)], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  // Only the child decides what a signal means: we end after it, with its code. What Ctrl-C has brought it already it takes for the same wish;
  // Windows has brought it to all of them, and to pass it on would kill there.
  process.on(signal, () => (signal === 'SIGINT' && process.platform === 'win32' ? undefined : child.kill(signal)));
}
child.on('exit', (code, signal) => {
  process.exitCode = code ?? 128 + constants.signals[signal];
});
