import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { codeOf } from '@interlock/kernel';
import { TEXTS_BY_OWNER, textOf } from './error-texts.ts';

const LIBS = new URL('../../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, LIBS), 'utf8');

/** Sources of a library, without specs and what only specs use. */
function sourcesOf(lib: string): string {
  const files = readdirSync(new URL(`${lib}/src`, LIBS), { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.ts') && !/\.(?:spec|testing|fixtures)\.ts$/.test(file))
    .map((file) => read(`${lib}/src/${file}`))
    .join('\n\n');
}

/** A type's declaration: up to where the next one begins. */
function declared(name: string, sources: string): string {
  const start = sources.search(new RegExp(`(?:type|interface) ${name} (?:=|\\{|extends)`));
  if (start < 0) throw new Error(`No type ${name}`);
  const [text = ''] = sources.slice(start).split(/\n\n|\n(?=\/\*\*|export |type |const |function |interface )/);
  return text;
}

function rejectionTypes(name: string, sources: string): readonly string[] {
  const text = declared(name, sources);
  const others = [...text.matchAll(/\| (\w*Rejection)\b/g)].map(([, other = '']) => other);
  return [...matches(text, /\btype: '(\w+)'/g), ...others.flatMap((other) => rejectionTypes(other, sources))];
}

function matches(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map(([, found = '']) => found);
}

const NODES = ['police', 'bank', 'telecom', 'office', 'city'].map((lib) => ({ lib, sources: sourcesOf(lib) }));

/** What a decider may say no with, by its own type: the last argument of every `Decider<…>`. */
const OF_DECIDERS = NODES.flatMap(({ lib, sources }) =>
  matches(sources, /: Decider<[^;={}]*, (\w+)>/g)
    .filter((name) => name !== 'never')
    .map((name) => [`${lib}: ${name}`, rejectionTypes(name, sources).map(codeOf)] as const),
);

/** Refusals that are made elsewhere, as the code writes them. */
const ELSEWHERE: readonly (readonly [string, readonly string[]])[] = [
  ['kernel', rejectionTypes('KernelRejection', read('kernel/src/commands.ts')).map(codeOf)],
  ...NODES.map(({ lib, sources }) => [`${lib}: handlers`, matches(sources, /\bcode: '([A-Z][A-Z_]+)'/g)] as const),
  [
    'routes',
    ['requests.ts', '../routes.ts', '../answers.ts'].flatMap((file) => matches(read(`kernel/src/node/${file}`), /code: '([A-Z_]+)'/g)),
  ],
  ['node bus', matches(read('nest-kit/src/nodes/answer-request.ts'), /'([A-Z]+_[A-Z_]+)'/g)],
  [
    'the way to a node',
    ['http-transport', 'peer-client'].flatMap((file) => matches(read(`adapters/src/http/${file}.ts`), /code: '([A-Z]+_[A-Z_]+)'/g)),
  ],
  ['tokens', matches(declared('TokenErrorCode', read('nest-kit/src/identity/token.ts')), /'(TOKEN_\w+)'/g)],
  ['openings', matches(read('trust/src/key-store.ts'), /code: '([A-Z_]+)'/g)],
];

/** Told above the payload, in words of their own. */
const ABOVE = new Set(['BAD_CURSOR', 'NOT_ALLOWED', 'UNKNOWN_QUERY']);
const TEXTS = TEXTS_BY_OWNER.flatMap(({ texts }) => Object.entries(texts));

describe('a refusal says why, and what to do', () => {
  it('of every decider that refuses anything', () => {
    expect(OF_DECIDERS.length).toBeGreaterThan(11);
    for (const [decider, codes] of OF_DECIDERS) expect([decider, codes.length > 0]).toEqual([decider, true]);
  });

  it.each([...OF_DECIDERS, ...ELSEWHERE])('%s', (_who, codes) => {
    const known = new Set(TEXTS.map(([code]) => code));
    expect(codes.filter((code) => !known.has(code) && !ABOVE.has(code))).toEqual([]);
  });

  it('in both languages: what is so, then what to do', () => {
    for (const [code, { zh, en }] of TEXTS) {
      expect(`${code} ${en}`).toMatch(/^\w+ [A-Z][^|]+: [a-z][^|]+[^.|]$/);
      expect(`${code} ${zh}`).toMatch(/^\w+ [^|:;,.]+[，；][^|:;,.]+$/);
    }
  });

  it('once, and no text is left of what nobody says any more', () => {
    const codes = TEXTS.map(([code]) => code);
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
    const said = new Set([...OF_DECIDERS, ...ELSEWHERE].flatMap(([, list]) => list));
    expect(codes.filter((code) => !said.has(code))).toEqual([]);
  });

  it('by its own name where a newer node says what this gateway does not know', () => {
    expect(textOf('NOT_KNOWN_YET')).toEqual({ zh: '未能办理（NOT_KNOWN_YET）', en: 'Not known yet' });
  });
});
