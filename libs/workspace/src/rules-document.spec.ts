import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ALWAYS, type Rule, RULES } from '@interlock/rulebook';
import { describe, expect, it } from '@jest/globals';
import { readRepo } from './tidy/repo.ts';
import { RULES_DOCUMENT, rulesDocument, ruleSections } from './tidy/rules-document.ts';

const root = join(import.meta.dirname, '..', '..', '..');

describe(`${RULES_DOCUMENT} (renew it with: node scripts/generate-rules.mjs)`, () => {
  const written = readFileSync(join(root, RULES_DOCUMENT), 'utf8');
  const sections = ruleSections(RULES, readRepo(root));

  it.each([...sections])('says of %s what the rulebook and the files that cite it say', (id, section) => {
    const from = written.indexOf(`### ${id}\n`);
    expect(from).toBeGreaterThan(0);
    expect(
      written
        .slice(from)
        .split(/\n\n##/, 1)[0]
        ?.trimEnd(),
    ).toBe(section);
  });

  it('has the rules in their order, and no others', () => {
    expect([...written.matchAll(/^### (.+)$/gm)].map(([, id]) => id)).toEqual([...sections.keys()]);
    expect(written.split('\n\n### ', 1)[0]).toBe(rulesDocument(sections).split('\n\n### ', 1)[0]);
  });
});

describe('the section of a rule', () => {
  const rule: Rule = {
    id: 'R-199',
    zh: '最多 {LIMIT} 次。',
    en: 'At most {LIMIT} times.',
    basis: [
      { from: ALWAYS, value: { source: 'A notice', sure: 'report' } },
      { from: '2022-11-30T16:00:00.000Z', value: { source: 'A law', sure: 'law' } },
    ],
    constants: { LIMIT: [{ from: ALWAYS, value: 2 }] },
  };
  const files = [
    {
      path: 'libs/rulebook/src/limit.ts',
      text: "/** R-199. */\nexport const LIMIT: Dated = 2;\n\n/** R-199. */\nexport function late() {}\n\n{ id: 'R-199' }\n",
    },
    { path: 'libs/rulebook/src/limit.spec.ts', text: "\ndescribe('R-199: …')" },
    { path: 'libs/police/src/case/case.decider.ts', text: '// R-199' },
    { path: 'libs/police/src/case/case-rules.ts', text: '// R-199\nif (count >= inForce(LIMIT, at)) …' },
    { path: 'libs/police/src/case/case.decider.spec.ts', text: 'R-199' },
    { path: 'libs/police/src/case/other.ts', text: 'R-1990' },
  ];

  it('links value, code and tests, names first who uses the value, and dates the basis', () => {
    expect(ruleSections([rule], files).get('R-199')).toBe(
      [
        '### R-199\n',
        '最多 2 次。\n',
        'At most 2 times.\n',
        '- basis: at first A notice (as others quote it); from 2022-12-01 A law (read in the full text)',
        '- value: [`LIMIT`](../libs/rulebook/src/limit.ts#L2) = **2**',
        '- rulebook: [`late`](../libs/rulebook/src/limit.ts#L5), [text](../libs/rulebook/src/limit.ts#L7)',
        '- kept by: [libs/police/src/case/case-rules.ts](../libs/police/src/case/case-rules.ts)',
        '- also cited in: [libs/police/src/case/case.decider.ts](../libs/police/src/case/case.decider.ts)',
        '- tests: [libs/rulebook/src/limit.spec.ts](../libs/rulebook/src/limit.spec.ts#L2), [libs/police/src/case/case.decider.spec.ts](../libs/police/src/case/case.decider.spec.ts)',
      ].join('\n'),
    );
  });

  it('tells what of it is not kept yet, and what waits for that', () => {
    const notYet = { zh: '{LIMIT} 次以上。', en: 'More than {LIMIT}.', waiting: ['late'] };
    expect(ruleSections([{ ...rule, notYet }], files).get('R-199')).toContain(
      '\n- not kept yet: More than 2. 2 次以上。 (nothing outside the rulebook uses `late`)\n',
    );
  });

  it('of a rule whose constant the rulebook does not export is an error', () => {
    expect(() => ruleSections([rule], files.slice(1))).toThrow('libs/rulebook exports no dated constant LIMIT');
  });

  it('of a rule without a group is an error', () => {
    expect(() => ruleSections([{ ...rule, id: 'R-399' }], files)).toThrow('R-399 has no group in docs/rules.md');
  });
});
