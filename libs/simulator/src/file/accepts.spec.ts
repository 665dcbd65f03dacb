import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { accepts } from './accepts.ts';
import { SCENARIO_SCHEMA } from './schema.ts';
import { parseTree, plainOf } from './tree.ts';

const STORIES = join(import.meta.dirname, '..', '..', '..', '..', 'scenarios');
const stories = readdirSync(STORIES)
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => {
    const { tree } = parseTree(readFileSync(join(STORIES, file), 'utf8'), file);
    if (!tree) throw new Error(`${file} cannot be read`);
    return JSON.stringify(plainOf(tree));
  });
const validate = new Ajv2020({ strict: true, allowUnionTypes: true, strictRequired: false }).compile(SCENARIO_SCHEMA);

/** Something else in the place of what stands there; undefined: nothing. */
const other = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    null,
    true,
    '',
    '3m',
    'never',
    '+1h',
    '12:05',
    '2021-03-22',
    'bank-rural',
    {},
    [],
    0,
    -1,
    1.5,
    3,
    '😀',
  ),
  fc.string(),
  fc.dictionary(fc.constantFrom('yuan', 'share', 'all', 'report', 'case', 'min', 'zh', 'x'), fc.constantFrom(1, 'a', true)),
);

/** The same, with one place changed. */
function changed(value: unknown, way: readonly number[], to: unknown): unknown {
  const [step, ...rest] = way;
  if (step === undefined || typeof value !== 'object' || value === null) return to;
  if (Array.isArray(value))
    return value.length === 0 ? [to] : value.with(step % value.length, changed(value[step % value.length], rest, to));
  const entries: readonly (readonly [string, unknown])[] = Object.entries(value);
  const [key, inner] = entries[step % Math.max(1, entries.length)] ?? ['new', undefined];
  if (step % 7 === 6) return { ...value, stray: to };
  return JSON.parse(JSON.stringify({ ...value, [key]: changed(inner, rest, to) }));
}

describe('what is plainly right', () => {
  it('are the stories that ship', () => {
    expect(stories.length).toBeGreaterThanOrEqual(6);
    for (const story of stories) expect(accepts(SCENARIO_SCHEMA, JSON.parse(story))).toBe(true);
  });

  it('is what the validator finds nothing wrong with, wherever a story is changed', () => {
    const seen = { right: 0, wrong: 0 };
    fc.assert(
      fc.property(fc.constantFrom(...stories), fc.array(fc.nat(60), { maxLength: 6 }), other, (story, way, to) => {
        const value = changed(JSON.parse(story), way, to);
        const isRight = validate(value);
        seen[isRight ? 'right' : 'wrong'] += 1;
        expect(accepts(SCENARIO_SCHEMA, value)).toBe(isRight);
      }),
      { numRuns: 600 },
    );
    expect(seen.right).toBeGreaterThan(10);
    expect(seen.wrong).toBeGreaterThan(200);
  });

  it('is never what a keyword says that is not known here', () => {
    expect(accepts({ type: 'string', format: 'date' }, '2021-03-22')).toBe(false);
    expect(accepts({ type: 'number', multipleOf: 2 }, 4)).toBe(false);
    expect(accepts({ $ref: '#/$defs/none' }, 4)).toBe(false);
  });
});
