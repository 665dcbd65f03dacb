#!/usr/bin/env node
// Plain JavaScript, no packages: runs on any Node >= 20, before anything is installed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { closingLine } from './jest-closing-line.mjs';
import { pinnedNode, root } from './pinned-node.mjs';

process.chdir(root);
const isWindows = process.platform === 'win32';
const STAMP = 'node_modules/.interlock-install';

// Only the child decides what a signal means: we end after it, with its code. What Ctrl-C has brought it already it takes for the same wish;
// Windows has brought it to all of them, and to pass it on would kill there.
let child;
let interrupted;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    interrupted = signal;
    if (child && !(signal === 'SIGINT' && isWindows)) child.kill(signal);
  });
}

function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    // Between two children a signal finds nobody else: then the next one is not begun.
    if (interrupted) return resolve(128 + constants.signals[interrupted]);
    child = spawn(command, args, { stdio: 'inherit', cwd: root, ...options });
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}

function projects() {
  const folders = ['apps', 'libs'].flatMap((dir) => readdirSync(dir).map((name) => join(dir, name)));
  return folders.filter((folder) => existsSync(join(folder, 'package.json'))).sort();
}

/** Everything that decides what `npm ci` installs: the lock, this platform, and every manifest. */
function installHash() {
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}`);
  const manifests = projects().map((project) => join(project, 'package.json'));
  for (const file of ['package-lock.json', 'package.json', ...manifests]) if (existsSync(file)) hash.update(readFileSync(file));
  return hash.digest('hex');
}

/** Somebody ran `npm install` or `npm ci`: npm's own record of node_modules has all that the lock demands. */
function isInstalled() {
  const record = join('node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const { packages: found } = JSON.parse(readFileSync(record, 'utf8'));
  const { packages: demanded } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  // Optional ones differ by platform; the pinned Node of this platform must be there all the same.
  const ours = `node_modules/node-${isWindows ? 'win' : process.platform}-${process.arch}`;
  return Object.entries(demanded).every(([path, { version, optional, link }]) => {
    if (!path.includes('node_modules/') || (optional && path !== ours)) return true;
    return link ? found[path]?.link === true : found[path]?.version === version;
  });
}

async function install() {
  const wanted = installHash();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return 0;
  if (isInstalled()) {
    writeFileSync(STAMP, wanted);
    return 0;
  }
  console.error('> npm ci');
  const code = await npmCi();
  if (code !== 0) return code;
  mkdirSync('node_modules', { recursive: true });
  writeFileSync(STAMP, wanted);
  return 0;
}

function npmCi(options = {}) {
  // --loglevel=error: npm runs under the machine's Node and would warn (EBADENGINE) about packages that need the pinned one.
  const npm = process.env.npm_execpath;
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline'];
  return npm ? run(process.execPath, [npm, ...args], options) : run('npm', args, { shell: isWindows, ...options });
}

/** The benchmarks' competitors, by a lock of their own: nobody else needs them. Without them the rows run and say who is missing. */
async function installPeers() {
  const stamp = 'bench/node_modules/.interlock-install';
  const wanted = createHash('sha256')
    .update(`${process.platform}-${process.arch}`)
    .update(readFileSync('bench/package-lock.json'))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.error('> npm ci (bench)');
  const code = await npmCi({ cwd: join(root, 'bench') });
  if (code === 0) writeFileSync(stamp, wanted);
  else console.error(`The competitors could not be installed (npm ci in bench: exit ${code}); the rows run without them.`);
}

const TSC = 'node_modules/typescript/bin/tsc';
const JEST = ['--experimental-vm-modules', '--no-warnings=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];

/**
 * Typed rules look across files, ESLint's cache at one file only. So the cache holds as long as no declared type, manifest or house rule
 * has changed anywhere; the build just wrote the declarations.
 */
function lintCache() {
  const hash = createHash('sha256');
  const add = (path) => {
    for (const entry of readdirSync(path, { withFileTypes: true }).sort((one, other) => (one.name < other.name ? -1 : 1))) {
      const below = join(path, entry.name);
      if (entry.isDirectory()) add(below);
      else if (/\.d\.ts$|[\\/]libs[\\/]workspace[\\/]src[\\/]/.test(below)) hash.update(below).update(readFileSync(below));
    }
  };
  for (const project of projects()) {
    hash.update(readFileSync(join(project, 'package.json')));
    if (existsSync(join(project, 'dist'))) add(join(project, 'dist'));
  }
  add(join(root, 'libs/workspace/src'));
  return `node_modules/.cache/eslint/${hash.digest('hex').slice(0, 16)}`;
}

/** The gates of `npm test` besides lint; each is a child under the pinned Node. The build stands before them: nothing else makes sense without it. */
function gates() {
  const prettier = ['--check', '--log-level=warn', '--cache', '--cache-location=node_modules/.cache/prettier/.prettier-cache', '.'];
  return [
    ['format', ['node_modules/prettier/bin/prettier.cjs', ...prettier]],
    ['dead code', ['node_modules/knip/bin/knip.js', '--no-progress', '--treat-config-hints-as-errors']],
  ];
}

function lint() {
  return ['node_modules/eslint/bin/eslint.js', '--cache', '--cache-location', lintCache(), '--max-warnings=0', '.'];
}

async function timed(stages, name, work) {
  console.log(`\n> ${name}`);
  const from = process.hrtime.bigint();
  const code = await work();
  const seconds = Number(process.hrtime.bigint() - from) / 1e9;
  stages.push({ name, code, seconds });
  console.log(`> ${name}: ${code === 0 ? 'ok' : `FAILED (exit ${code})`}, ${seconds.toFixed(1)} s`);
  return code;
}

/** Runs Jest and gives its counts; a Jest that ended without counting is one failure. */
async function jest(node, env, args) {
  const folder = mkdtempSync(join(tmpdir(), 'interlock-test-'));
  const counts = join(folder, 'counts.json');
  try {
    const code = await run(node, [...JEST, ...args], { env: { ...env, INTERLOCK_TEST_COUNTS: counts } });
    const counted = existsSync(counts) ? JSON.parse(readFileSync(counts, 'utf8')) : { passed: 0, failed: 1, skipped: 0 };
    return { code, counted };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Everything that must hold. A gate counts as one test in the closing line, so a red gate is never hidden behind green tests.
 * With arguments (`npm test -- libs/police`) only the build and the named tests run, and the output says so.
 */
async function test(node, env, args, stages) {
  let gatesPassed = 0;
  let gatesFailed = 0;
  let counted = { passed: 0, failed: 0, skipped: 0 };
  const gate = async (name, work) => {
    const code = await timed(stages, name, work);
    if (code === 0) gatesPassed += 1;
    else gatesFailed += 1;
    return code;
  };
  const built = await gate('build', () => run(node, [TSC, '-b', 'tsconfig.build.json'], { env }));
  // Specs have types, too; a mistake there is a finding, and the tests still run.
  const types = async () => (built === 0 ? gate('types', () => run(node, [TSC, '-b', 'tsconfig.json'], { env })) : built);
  if (args.length > 0) {
    await types();
    console.log('\nOnly the named tests run; `npm test` without arguments also checks format, lint and dead code.');
  } else {
    const others = async () => {
      await types();
      for (const [name, command] of gates()) await gate(name, () => run(node, command, { env }));
    };
    // Linting takes as long as all the others together, and keeps one core busy.
    await Promise.all([gate('lint', () => run(node, lint(), { env })), others()]);
  }
  if (built === 0)
    await timed(stages, 'tests', async () => {
      const result = await jest(node, env, args);
      counted = result.counted;
      if (result.code !== 0 && counted.failed === 0) counted = { ...counted, failed: 1 };
      return result.code;
    });
  console.log(`\n${stages.map(({ name, code, seconds }) => `${name}${code === 0 ? '' : ' FAILED'} ${seconds.toFixed(1)} s`).join(' · ')}`);
  const failed = counted.failed + gatesFailed;
  console.log(closingLine({ passed: counted.passed + gatesPassed, failed, skipped: counted.skipped }));
  return failed === 0 ? 0 : 1;
}

/** Long campaigns by what they break: `npm run test:faults -- --only brokers --kills 10`. All, one after the other, unless one is named. */
const CAMPAIGNS = {
  // From the sources, so they need no build; a later `--kills` wins.
  store: ['--conditions=@interlock/source', 'libs/adapters/src/faults/run-kill-campaign.ts', '--kills', '1000'],
  brokers: ['--conditions=@interlock/source', 'libs/adapters/src/faults/run-broker-campaign.ts'],
  city: ['apps/e2e/dist/faults/run-city-campaign.js'],
  replicas: ['apps/e2e/dist/replicas/run-replica-campaign.js', '--kills', '50'],
};

async function faults(node, env, args, build) {
  const at = args.indexOf('--only');
  const only = at < 0 ? undefined : args[at + 1];
  const rest = at < 0 ? args : args.toSpliced(at, 2);
  const names = only === undefined ? Object.keys(CAMPAIGNS) : only.split(',');
  const unknown = names.find((name) => !(name in CAMPAIGNS));
  if (unknown !== undefined) {
    console.error(`No campaign ${unknown}: ${Object.keys(CAMPAIGNS).join(', ')}`);
    return 2;
  }
  if (['city', 'replicas'].some((name) => names.includes(name)) && (await build()) !== 0) return 1;
  let failed = 0;
  for (const name of names) if ((await run(node, [...CAMPAIGNS[name], ...rest], { env })) !== 0) failed = 1;
  return failed;
}

async function main() {
  const [command = 'start', ...rest] = process.argv.slice(2);
  const stages = [];
  const installed = command === 'test' ? await timed(stages, 'install', install) : await install();
  if (installed !== 0) {
    if (command === 'test') console.log(closingLine({ passed: 0, failed: 1, skipped: 0 }));
    return installed;
  }
  const node = pinnedNode();
  const path = [dirname(node), join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  const env = { ...process.env, NX_DAEMON: process.env.NX_DAEMON ?? 'false', NX_NO_CLOUD: 'true', NX_TUI: 'false', PATH: path };
  const build = () => run(node, [TSC, '-b', 'tsconfig.build.json'], { env });
  switch (command) {
    case 'build':
      return build();
    case 'start': {
      const built = await build();
      return built === 0 ? run(node, ['--enable-source-maps', 'apps/interlock/dist/main.js', ...rest], { env }) : built;
    }
    case 'test':
      return test(node, env, rest, stages);
    case 'bench': {
      const built = await build();
      if (built !== 0) return built;
      await installPeers();
      return run(node, ['bench/src/main.ts', ...rest], { env });
    }
    case 'faults':
      return faults(node, env, rest, build);
    case 'simulation': {
      // `--seeds 500 --from 20000`; with INTERLOCK_SEED one seed and all that happened in it.
      const built = await build();
      return built === 0 ? run(node, ['--enable-source-maps', 'apps/e2e/dist/simulation/run-simulation.js', ...rest], { env }) : built;
    }
    case 'stories': {
      // From the sources, too: the whole day of the city, and many more random stories than `npm test` plays.
      const longer = { INTERLOCK_TEST_STORIES: 'all', INTERLOCK_STORIES: process.env.INTERLOCK_STORIES ?? '300' };
      return run(node, [...JEST, 'apps/e2e/src/stories', ...rest], { env: { ...env, ...longer } });
    }
    case 'lint':
      return run(node, [...lint(), ...rest], { env });
    default:
      return run(node, ['node_modules/nx/bin/nx.js', command, ...rest], { env });
  }
}

process.exitCode = await main();
