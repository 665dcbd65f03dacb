import { describe, expect, it } from '@jest/globals';
import { instant } from '@interlock/kernel';
import { ALWAYS } from './dated.ts';
import { basisOf, type Rule, textOf } from './rule.ts';
import { RULES, ruleOf } from './rules.ts';

const storyDay = instant('2021-03-22T11:50:00+08:00');

describe('the register of rules', () => {
  it('has each id once, in order, the design’s own last', () => {
    const keys = RULES.map(({ id }) => `${id.startsWith('R') ? 'law' : 'own'} ${id.slice(2).padStart(4, '0')}`);
    expect(keys).toEqual(keys.toSorted());
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.length).toBeGreaterThan(50);
  });

  it.each(RULES.map((rule) => [rule.id, rule] as const))(
    '%s has a text in both languages and a basis on the day of the story',
    (_, rule) => {
      const { zh, en } = textOf(rule, storyDay);
      expect(zh).toMatch(/^[^{}]*\p{Script=Han}[^{}]*。$/u);
      expect(en).toMatch(/^[^{}\p{Script=Han}]+\.$/u);
      expect(basisOf(rule, storyDay).source).not.toBe('');
    },
  );

  it.each(RULES.flatMap((rule) => (rule.notYet ? [[rule.id, rule, rule.notYet] as const] : [])))(
    '%s says in both languages what of it is not kept yet',
    (_, rule, notYet) => {
      const { zh, en } = textOf({ ...rule, ...notYet }, storyDay);
      expect(zh).toMatch(/^[^{}]*\p{Script=Han}[^{}]*。$/u);
      expect(en).toMatch(/^[^{}\p{Script=Han}]+\.$/u);
    },
  );

  it.each(RULES.map((rule) => [rule.id, rule] as const))('%s and its constants are dated from the beginning, oldest first', (_, rule) => {
    for (const dated of [rule.basis, ...Object.values(rule.constants ?? {})]) {
      const from = dated.map((entry) => entry.from);
      expect(from[0]).toBe(ALWAYS);
      expect(from).toEqual(from.toSorted());
      expect(new Set(from).size).toBe(from.length);
    }
  });

  it('names what an unknown id is', () => {
    expect(() => ruleOf('R-999')).toThrow('No rule R-999 in the rulebook');
  });
});

describe('the text of a rule', () => {
  const rule: Rule = {
    id: 'D-99',
    zh: '{HOURS} 小时。',
    en: '{HOURS} hours; {DAYS.few} or {LIST} days.',
    basis: [{ from: ALWAYS, value: { source: 'a test', sure: 'design' } }],
    constants: {
      HOURS: [
        { from: ALWAYS, value: 24 },
        { from: instant('2022-01-01T00:00:00Z'), value: 48 },
      ],
      DAYS: [{ from: ALWAYS, value: { few: 3 } }],
      LIST: [{ from: ALWAYS, value: [7, 1] }],
    },
  };

  it('tells the values in force at the moment asked about', () => {
    expect(textOf(rule, storyDay)).toEqual({ zh: '24 小时。', en: '24 hours; 3 or 7, 1 days.' });
    expect(textOf(rule, instant('2022-01-01T00:00:00Z')).zh).toBe('48 小时。');
  });

  it.each([
    ['{NONE}', 'D-99 has no constant NONE'],
    ['{DAYS}', 'D-99: DAYS is no plain value; name one of its fields'],
    ['{DAYS.many}', 'D-99: DAYS is no plain value; name one of its fields'],
  ])('with %s in it is an error', (en, message) => {
    expect(() => textOf({ ...rule, en }, storyDay)).toThrow(message);
  });
});

describe('rules that are younger than the story of March 2021', () => {
  it.each([
    ['R-134', '2022-12-01T00:00:00+08:00', 'law'],
    ['R-401', '2022-12-01T00:00:00+08:00', 'law'],
    ['R-402', '2022-12-01T00:00:00+08:00', 'law'],
    ['R-426', '2021-11-01T00:00:00+08:00', 'law'],
    ['R-601', '2021-06-02T00:00:00+08:00', 'report'],
  ] as const)('%s is the design’s own reading until %s', (id, from, sure) => {
    const rule = ruleOf(id);
    const millisecondBefore = instant(new Date(Date.parse(from) - 1).toISOString());
    expect(basisOf(rule, storyDay).sure).toBe('design');
    expect(basisOf(rule, millisecondBefore).sure).toBe('design');
    expect(basisOf(rule, instant(from)).sure).toBe(sure);
  });
});
