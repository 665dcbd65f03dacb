import { type Finding, type RepoFile } from './repo.ts';

const LINES_MAX = 300;
const CODE = /\.[cm]?[jt]sx?$/;
const PROJECT_SOURCE = /^(?:libs|apps)\/[^/]+\/src\/.+\.ts$/;

/** The suffix says what a file is and may import; a new kind is a decision, made here. */
const SUFFIXES = [
  ...['commands', 'decider', 'events', 'state', 'stream', 'view', 'memory', 'policy', 'publish', 'handler', 'timers', 'node'], // a slice, and what a node is made of
  ...['module', 'resolver', 'controller', 'handlers', 'guard', 'model', 'input', 'payload', 'middleware', 'filter'], // Nest and GraphQL
  ...['effect', 'worker', 'file', 'template', 'v\\d+'], // outside, threads, formats, contracts
  ...['spec', 'property', 'kill', 'suite', 'testing', 'fixtures'], // tests, suites that adapters share, what only tests import
];
const FILE_NAME = new RegExp(`^[a-z0-9]+(?:-[a-z0-9]+)*(?:\\.(?:${SUFFIXES.join('|')}))*\\.ts$`);

/** Rules on single files, each by its own name. */
export function sourceFindings(files: readonly RepoFile[]): readonly Finding[] {
  return files.flatMap((file) => [
    ...fileSuffix(file),
    ...fileLength(file),
    ...barrel(file),
    ...lines(file, CODE.test(file.path) ? CODE_LINES : []),
    ...lines(file, file.path === 'package-lock.json' ? LOCK_LINES : ANY_LINES),
  ]);
}

function fileSuffix({ path }: RepoFile): readonly Finding[] {
  if (!PROJECT_SOURCE.test(path)) return [];
  const name = path.slice(path.lastIndexOf('/') + 1);
  return FILE_NAME.test(name) ? [] : [{ rule: 'file-suffix', path, says: `"${name}" is not kebab-case with a suffix that tidy knows` }];
}

function fileLength({ path, text }: RepoFile): readonly Finding[] {
  const count = text.split('\n').length - 1;
  if (!CODE.test(path) || count <= LINES_MAX) return [];
  return [{ rule: 'file-length', path, says: `${count} lines, at most ${LINES_MAX}` }];
}

function barrel({ path }: RepoFile): readonly Finding[] {
  if (!/\/index\.tsx?$/.test(path) || /^(?:libs|apps)\/[^/]+\/src\/index\.tsx?$/.test(path)) return [];
  return [{ rule: 'barrel', path, says: 'index.ts stands only at a library’s root' }];
}

interface LineRule {
  readonly rule: string;
  /** What the line must not have. */
  readonly finds: RegExp;
  /** Unless this follows within a few lines. */
  readonly unless?: RegExp;
  readonly says: string;
}

const CODE_LINES: readonly LineRule[] = [
  { rule: 'only', finds: /\b(?:it|test|describe)\.only\b|\b(?:fit|fdescribe)\(/, says: 'one test alone runs, all others are silent' },
  {
    rule: 'skip-without-reason',
    finds: /\b(?:it|test|describe)(?:\.\w+)?\.(?:skip|todo)\b|\b(?:xit|xtest|xdescribe)\(/,
    unless: /\(skipped: .+\)/,
    says: 'a skipped test says why in its title: "… (skipped: no broker at KAFKA_BROKERS)"',
  },
  {
    rule: 'suppression-without-reason',
    finds: /(?:\/\/|\/\*)\s*eslint-disable(?!-(?:next-)?line [@\w/, -]+ -- \S)/,
    says: 'a rule is switched off for one line, by name, with its reason: eslint-disable-next-line <rule> -- <reason>',
  },
  { rule: 'suppression-without-reason', finds: /(?:\/\/|\/\*)\s*@ts-(?:ignore|nocheck)/, says: 'the compiler is not switched off' },
  { rule: 'todo', finds: /(?:\/\/|\*)\s*(?:TODO|FIXME|XXX)\b(?!.*#\d+)/, says: 'no work left in comments without its issue (#12)' },
];

const ANY_LINES: readonly LineRule[] = [
  {
    rule: 'machine-path',
    finds: /(?:^|[^\w.])\/(?:work\/(?:main|shared)|tmp\/team|root\/|home\/[a-z]+\/|Users\/[A-Za-z]+\/)/,
    says: 'a path of one machine',
  },
  { rule: 'registry-address', finds: /\bregistry\.(?:npmjs|yarnpkg|npmmirror)\b/, says: 'an address of a package registry' },
];
const LOCK_LINES: readonly LineRule[] = [
  {
    rule: 'registry-address',
    finds: /"resolved": "[a-z+]+:/,
    says: 'the lock carries no download addresses (.npmrc: omit-lockfile-registry-resolved)',
  },
];

/** A title may stand a few lines below, after a table of cases. */
const LINES_TO_TITLE = 5;

function lines({ path, text }: RepoFile, rules: readonly LineRule[]): readonly Finding[] {
  if (!rules.some(({ finds }) => new RegExp(finds, 'm').test(text))) return [];
  const all = text.split('\n');
  return all.flatMap((line, at) =>
    rules.flatMap(({ rule, finds, unless, says }) => {
      if (!finds.test(line) || unless?.test(all.slice(at, at + LINES_TO_TITLE).join('\n'))) return [];
      return [{ rule, path: `${path}:${at + 1}`, says }];
    }),
  );
}
