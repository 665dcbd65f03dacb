import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { instant } from '@interlock/kernel';
import { codesOf, inForce, MEMBER_KINDS, MEMBERS_BY_KIND, OFFICE_MEMBERS } from '@interlock/rulebook';
import { parse } from 'yaml';

interface Entry {
  readonly code: string;
  readonly kind: string;
  readonly zh: string;
  readonly en: string;
  readonly parent?: string;
  readonly chair?: boolean;
  readonly office?: boolean;
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== 'object' || value === null) return false;
  const fields = new Map<string, unknown>(Object.entries(value));
  return ['code', 'kind', 'zh', 'en'].every((name) => typeof fields.get(name) === 'string');
}

function entriesOf(file: string): readonly Entry[] {
  const entries: unknown = parse(readFileSync(new URL(`../../data/${file}`, import.meta.url), 'utf8'));
  if (!Array.isArray(entries) || !entries.every(isEntry)) throw new Error(`${file} is not a list of entries`);
  return entries;
}

const demoDay = instant('2021-03-22T00:00:00+08:00');
const members = entriesOf('members.yaml');
const units = entriesOf('units.yaml');
const counties = units.filter(({ kind }) => kind === 'county');
const townships = units.filter(({ kind }) => kind === 'township');

describe.each([
  ['members.yaml', members],
  ['units.yaml', units],
] as const)('%s', (_, entries) => {
  it('has each code once, in kebab case', () => {
    const codes = entries.map(({ code }) => code);
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
    for (const code of codes) expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  it('names each entry in Chinese and in English', () => {
    for (const { zh, en } of entries) {
      expect(zh).toMatch(/^\p{Script=Han}+$/u);
      expect(en).toMatch(/^\p{Lu}[\p{Script=Latin}' ,-]+$/u);
    }
  });
});

describe('R-804: the register of members', () => {
  it('has exactly 43, so many of each kind', () => {
    expect(members).toHaveLength(43);
    expect(members).toHaveLength(inForce(OFFICE_MEMBERS, demoDay));
    const counted = Object.fromEntries(
      codesOf(MEMBER_KINDS).map((kind) => [kind, members.filter((member) => member.kind === kind).length]),
    );
    expect(counted).toEqual(inForce(MEMBERS_BY_KIND, demoDay));
  });

  it('has one chair, and one member whose node is the office', () => {
    expect(members.filter(({ chair }) => chair).map(({ code }) => code)).toEqual(['political-legal']);
    expect(members.filter(({ office }) => office).map(({ code }) => code)).toEqual(['police']);
  });
});

describe('R-902: the register of units', () => {
  it('has exactly 9 county-level units and 147 townships, and nothing else', () => {
    expect(counties).toHaveLength(9);
    expect(townships).toHaveLength(147);
    expect(units).toHaveLength(counties.length + townships.length);
  });

  it('puts every township under the county that its code begins with', () => {
    for (const { code, parent } of townships) {
      expect(counties.map((county) => county.code)).toContain(parent);
      expect(code.startsWith(`${parent ?? '?'}-`)).toBe(true);
    }
    expect(counties.filter(({ parent }) => parent !== undefined)).toEqual([]);
  });

  it('leaves no county without townships, and names none twice in one county', () => {
    for (const county of counties) {
      const names = townships.filter(({ parent }) => parent === county.code).map(({ zh }) => zh);
      expect(names.length).toBeGreaterThan(0);
      expect(new Set(names).size).toBe(names.length);
    }
  });

  it('has Shangxi under Yiwu', () => {
    expect(units.find(({ code }) => code === 'yiwu-shangxi')).toEqual({
      code: 'yiwu-shangxi',
      kind: 'township',
      zh: '上溪镇',
      en: 'Shangxi town',
      parent: 'yiwu',
    });
  });
});
