import { posix } from 'node:path';
import { ALWAYS, type Certainty, type Dated, localDayOf, type Rule, textOf } from '@interlock/rulebook';
import { type RepoFile } from './repo.ts';

/** Made of the rulebook and of who cites its rules; never edited. */
export const RULES_DOCUMENT = 'docs/rules.md';

const RULEBOOK = 'libs/rulebook/src/';
const SPEC = /\.(?:spec|suite|testing)\.ts$/;
/** The texts tell the newest values; a dated value is listed with all its dates. */
const NEWEST = '9999-12-31T00:00:00.000Z';

const CERTAINTY: Readonly<Record<Certainty, string>> = {
  law: 'read in the full text',
  report: 'as others quote it',
  code: 'as public code of 2016 has it',
  design: 'this project’s own reading or proposal',
  unconfirmed: 'recalled, not found',
};

const GROUPS = [
  ['R-1', 'Report, stop-payment, filing, the chase'],
  ['R-2', 'Freezing'],
  ['R-4', 'Restrictions of a person’s business, automated decisions'],
  ['R-5', 'Warnings'],
  ['R-6', 'Telephone lines'],
  ['R-7', 'Scam types'],
  ['R-8', 'The joint office'],
  ['R-9', 'The city'],
  ['D-', 'Limits of the design'],
] as const;

/** One section a rule, under its id. A rule that belongs to no group is an error: it would vanish from the document. */
export function ruleSections(rules: readonly Rule[], files: readonly RepoFile[]): ReadonlyMap<string, string> {
  const sources = files.filter(({ path }) => /^(?:libs|apps)\/.+\.tsx?$/.test(path) && !path.startsWith('libs/workspace/'));
  for (const { id } of rules)
    if (!GROUPS.some(([start]) => id.startsWith(start))) throw new Error(`${id} has no group in ${RULES_DOCUMENT}`);
  return new Map(rules.map((rule) => [rule.id, section(rule, sources)]));
}

/** The whole document. */
export function rulesDocument(sections: ReadonlyMap<string, string>): string {
  const groups = GROUPS.map(([start, title]) => ({ title, ids: [...sections.keys()].filter((id) => id.startsWith(start)) }));
  const contents = groups.map(({ title, ids }) => `- ${title}: ${ids.map((id) => `[${id}](#${id.toLowerCase()})`).join(', ')}`);
  const parts = groups.flatMap(({ title, ids }) => [`## ${title}`, ...ids.map((id) => sections.get(id) ?? '')]);
  return `${[
    '# Rules',
    'Every rule that the code keeps: its text, what it rests on, the value in force, which code keeps it and which tests hold it; and what of it is not kept yet. ' +
      'Made by `node scripts/generate-rules.mjs` from `libs/rulebook` and from the files that cite the ids; do not edit. ' +
      '`R-` is law, official practice or our reading of them, `D-` a limit that only this design sets.',
    contents.join('\n'),
    ...parts,
  ].join('\n\n')}\n`;
}

function section(rule: Rule, sources: readonly RepoFile[]): string {
  const { zh, en } = textOf(rule, NEWEST);
  const cited = new RegExp(`\\b${rule.id}\\b`);
  const citing = sources.filter(({ text }) => cited.test(text));
  const outside = citing.filter(({ path }) => !path.startsWith(RULEBOOK));
  const code = outside.filter(({ path }) => !SPEC.test(path));
  const names = rulebookNames(rule, citing);
  const keeping = code.filter(({ text }) => names.some((name) => new RegExp(`\\b${name}\\b`).test(text)));
  const tests = citing
    .filter(({ path }) => SPEC.test(path))
    .toSorted((a, b) => distance(rule, a, citing, keeping) - distance(rule, b, citing, keeping));
  const lines = [
    `- basis: ${rule.basis.map(({ from, value }) => `${since(rule.basis, from)}${value.source} (${CERTAINTY[value.sure]})`).join('; ')}`,
    ...valueLines(rule, sources),
    ...notYetLine(rule),
    ...rulebookLine(rule, citing),
    ...codeLines(keeping, code),
    `- tests: ${tests.length === 0 ? 'none yet' : tests.map((file) => linkTo(file, cited)).join(', ')}`,
  ];
  return [`### ${rule.id}`, zh, en, lines.join('\n')].join('\n\n');
}

/** What waits for its subject is told apart from what is kept. */
function notYetLine(rule: Rule): readonly string[] {
  if (!rule.notYet) return [];
  const { zh, en } = textOf({ ...rule, ...rule.notYet }, NEWEST);
  const { waiting } = rule.notYet;
  const names = waiting.length === 0 ? '' : ` (nothing outside the rulebook uses ${waiting.map((name) => `\`${name}\``).join(', ')})`;
  return [`- not kept yet: ${en} ${zh}${names}`];
}

/** The test beside the rule first, then the rulebook's others, then those beside the code that keeps it. */
function distance(rule: Rule, { path }: RepoFile, citing: readonly RepoFile[], keeping: readonly RepoFile[]): number {
  if (path.startsWith(RULEBOOK))
    return citing.some((file) => file.path === path.replace(SPEC, '.ts') && file.text.includes(`id: '${rule.id}'`)) ? 0 : 1;
  return keeping.some((file) => posix.dirname(file.path) === posix.dirname(path)) ? 2 : 3;
}

function codeLines(keeping: readonly RepoFile[], code: readonly RepoFile[]): readonly string[] {
  if (keeping.length === 0) return [`- code: ${links(code)}`];
  const others = code.filter((file) => !keeping.includes(file));
  return [`- kept by: ${links(keeping)}`, ...(others.length === 0 ? [] : [`- also cited in: ${links(others)}`])];
}

function since(dated: Dated<unknown>, from: string): string {
  if (dated.length === 1) return '';
  const entry = dated.find((candidate) => candidate.from === from);
  return entry === undefined || entry.from === ALWAYS ? 'at first ' : `from ${localDayOf(entry.from)} `;
}

function valueLines(rule: Rule, sources: readonly RepoFile[]): readonly string[] {
  return Object.entries(rule.constants ?? {}).map(([name, dated]) => {
    const values = dated.map(({ from, value }) => `${since(dated, from)}${shown(value)}`);
    return `- value: ${definitionOf(name, sources)} = ${values.join('; ')}`;
  });
}

function shown(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'string') return `**${String(value)}**`;
  const items = Array.isArray(value) ? value.map((item: unknown) => ['', item] as const) : Object.entries(value ?? {});
  if (!items.every(([, item]) => typeof item === 'number' || typeof item === 'string')) return 'a table, see there';
  return items.map(([name, item]) => (name === '' ? `**${String(item)}**` : `${name} **${String(item)}**`)).join(', ');
}

/** A constant of the rulebook, at its line: only there do lines stay in step with this document. */
function definitionOf(name: string, sources: readonly RepoFile[]): string {
  for (const { path, text } of sources) {
    if (!path.startsWith(RULEBOOK) || SPEC.test(path)) continue;
    const at = text.split('\n').findIndex((line) => line.startsWith(`export const ${name}:`));
    if (at >= 0) return `[\`${name}\`](../${path}#L${String(at + 1)})`;
  }
  throw new Error(`libs/rulebook exports no dated constant ${name}`);
}

/** What the rulebook has of the rule beside its dated values: lists, terms, and the line of its text. */
function rulebookLine(rule: Rule, citing: readonly RepoFile[]): readonly string[] {
  const files = citing.filter(({ path }) => path.startsWith(RULEBOOK) && !SPEC.test(path));
  const own = files.flatMap((file) => exportsOf(rule, file).map(({ name, line }) => `[\`${name}\`](../${file.path}#L${String(line)})`));
  const texts = files
    .map(({ path, text }) => ({ path, line: text.split('\n').findIndex((line) => line.includes(`id: '${rule.id}'`)) + 1 }))
    .filter(({ line }) => line > 0)
    .map(({ path, line }) => `[text](../${path}#L${String(line)})`);
  return own.length + texts.length === 0 ? [] : [`- rulebook: ${[...own, ...texts].join(', ')}`];
}

/** What the rulebook gives to those who keep the rule: its dated values, and the functions and lists whose comment names it. */
function rulebookNames(rule: Rule, citing: readonly RepoFile[]): readonly string[] {
  const files = citing.filter(({ path }) => path.startsWith(RULEBOOK) && !SPEC.test(path));
  return [...Object.keys(rule.constants ?? {}), ...files.flatMap((file) => exportsOf(rule, file).map(({ name }) => name))];
}

function exportsOf(rule: Rule, { text }: RepoFile): readonly { readonly name: string; readonly line: number }[] {
  return [...text.matchAll(/\/\*\*((?:(?!\*\/)[^])*)\*\/\nexport (?:const|function|interface|type) (\w+)/g)]
    .filter(([, comment = '']) => new RegExp(`\\b${rule.id}\\b`).test(comment))
    .map((match) => ({ name: match[2] ?? '', line: text.slice(0, match.index + match[0].length).split('\n').length }))
    .filter(({ name }) => !(name in (rule.constants ?? {})));
}

function links(files: readonly RepoFile[]): string {
  return files.length === 0 ? 'none yet' : files.map(({ path }) => `[${path}](../${path})`).join(', ');
}

function linkTo({ path, text }: RepoFile, cited: RegExp): string {
  const line = path.startsWith(RULEBOOK) ? `#L${String(text.split('\n').findIndex((candidate) => cited.test(candidate)) + 1)}` : '';
  return `[${path}](../${path}${line})`;
}
