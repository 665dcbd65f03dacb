#!/usr/bin/env node
// Plain JavaScript: `npx interlock` may run under any Node >= 20. It finds the pinned Node and hands over to the built command.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const WANTED = 24;
/** interfaces.md section 5: the environment is not what the command needs. */
const EXIT_ENVIRONMENT = 1;
const main = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist', 'main.js');

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

const node = pinnedNode();
if (!existsSync(main) || node === undefined) {
  console.error(
    node === undefined
      ? `No Node ${WANTED} for ${process.platform}-${process.arch}: install Node ${WANTED} or newer and try again.`
      : 'Interlock is not built yet: run `npm run build` (or `npm start`, or `npm test`) once in the repository.',
  );
  process.exit(EXIT_ENVIRONMENT);
}

const child = spawn(node, ['--enable-source-maps', main, ...process.argv.slice(2)], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  // From a terminal the child has had SIGINT already; from `kill` only we have.
  process.on(signal, () => (signal === 'SIGINT' && process.stdin.isTTY ? undefined : child.kill(signal)));
}
child.on('exit', (code, signal) => {
  process.exitCode = code ?? 128 + constants.signals[signal];
});
