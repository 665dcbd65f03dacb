import { describe, expect, it } from '@jest/globals';
import { buildSchema, parse, specifiedRules, validate } from 'graphql';
import { listCost } from '../reads/page.input.ts';
import { makeBudget } from './budget.ts';
import { depthRule } from './depth-rule.ts';

const schema = buildSchema('type Query { a: A } type A { a: A, name: String }');

function codesOf(document: string, depthMax: number): readonly unknown[] {
  return validate(schema, parse(document), [...specifiedRules, depthRule(depthMax)]).map(({ extensions }) => extensions['code']);
}

describe('D1: how deep a document may nest', () => {
  it('is counted in fields, at the bound and one over it', () => {
    expect(codesOf('{ a { a { name } } }', 3)).toEqual([]);
    expect(codesOf('{ a { a { a { name } } } }', 3)).toEqual(['TOO_DEEP']);
  });

  it('follows fragments, inline ones too, and does not hang on one that names itself', () => {
    expect(codesOf('{ ...q } fragment q on Query { a { ... on A { a { name } } } }', 2)).toContain('TOO_DEEP');
    expect(codesOf('{ a { ...x } } fragment x on A { a { ...x } }', 5)).not.toContain('TOO_DEEP');
  });

  it('does not count introspection', () => {
    expect(codesOf('{ __schema { types { fields { type { ofType { ofType { name } } } } } } }', 2)).toEqual([]);
  });
});

describe('D1: what a list costs', () => {
  it('is each row’s cost, for as many rows as are asked', () => {
    expect(listCost({ args: { first: 100 }, childComplexity: 100 })).toBe(10_001);
    expect(listCost({ args: { last: 10 }, childComplexity: 2 })).toBe(21);
    expect(listCost({ args: {}, childComplexity: 7 })).toBe(8);
  });
});

describe('S11: a member’s budget', () => {
  it('is spent, comes back with time, and is nobody else’s', () => {
    let nowMs = 0;
    const budget = makeBudget({ budget: 100, refillPerSecond: 10 }, () => nowMs);
    expect(budget.take('bank-rural', 90)).toEqual({ ok: true, left: 10 });
    expect(budget.take('bank-rural', 30)).toEqual({ ok: false, retryAfterMs: 2_000 });
    expect(budget.take('bank-postal', 100)).toEqual({ ok: true, left: 0 });
    nowMs = 1_999;
    expect(budget.take('bank-rural', 30).ok).toBe(false);
    nowMs = 2_000;
    expect(budget.take('bank-rural', 30).ok).toBe(true);
    nowMs = 1_000_000;
    expect(budget.take('bank-rural', 100)).toEqual({ ok: true, left: 0 });
  });
});
