import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import * as contracts from '@interlock/contracts';
import { RULES } from '@interlock/rulebook';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { cycleFindings } from './tidy/cycles.ts';
import { documentFindings } from './tidy/documents.ts';
import { projectFindings } from './tidy/projects.ts';
import { brokenPromises, contractsOf, release, RELEASED_FILE } from './tidy/released-contracts.ts';
import { type Finding, readRepo, type RepoFile } from './tidy/repo.ts';
import { unusedLaw } from './tidy/rulebook-uses.ts';
import { sourceFindings } from './tidy/sources.ts';
import { uncitedRules, unknownRules, unmatchedSpecs } from './tidy/specs.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const fixtures = join(root, 'libs/workspace/fixtures/tidy');

function lines(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ rule, path, says }) => `${rule}: ${path}: ${says}`);
}

/** What the runner takes, said by itself. */
function takenSpecs(): ReadonlySet<string> {
  const args = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', '--listTests', '--json'];
  const { stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  const paths = z.array(z.string()).parse(JSON.parse(stdout));
  return new Set(paths.map((path) => relative(root, path).replaceAll('\\', '/')));
}

describe('the repository is tidy', () => {
  const files = readRepo(root);

  it.each([
    ['source files: names, lengths, barrels, skips, suppressions, paths', sourceFindings],
    ['documents: one title each, no dead link', documentFindings],
    ['no cycle inside a library', cycleFindings],
    ['projects: references and tags', projectFindings],
  ])('%s', (_, check) => {
    expect(lines(check(files))).toEqual([]);
  });

  it('has no test file that the runner does not take', () => {
    expect(lines(unmatchedSpecs(files, takenSpecs()))).toEqual([]);
  });

  it('cites every rule of the rulebook in a spec file and in the code that keeps it', () => {
    expect(RULES.length).toBeGreaterThan(0);
    expect(
      lines(
        uncitedRules(
          files,
          RULES.map(({ id }) => id),
        ),
      ),
    ).toEqual([]);
  });

  it('uses every value and function of the rulebook outside it, but for those that a rule marks as not kept yet', () => {
    expect(
      lines(
        unusedLaw(
          files,
          RULES.flatMap(({ notYet }) => notYet?.waiting ?? []),
        ),
      ),
    ).toEqual([]);
  });

  it('names no rule that the rulebook does not have', () => {
    expect(
      lines(
        unknownRules(
          files,
          RULES.map(({ id }) => id),
        ),
      ),
    ).toEqual([]);
  });

  it('keeps what its released contracts promise', () => {
    const file = join(root, RELEASED_FILE);
    const promised = z.record(z.string(), z.record(z.string(), z.string()));
    const released = existsSync(file) ? promised.parse(JSON.parse(readFileSync(file, 'utf8'))) : {};
    expect(lines(brokenPromises(released, contractsOf(contracts)))).toEqual([]);
  });
});

/** All checks, as they stand for a repository that has the rule R-113 and whose runner takes *.spec.ts. */
function allFindings(files: readonly RepoFile[]): readonly Finding[] {
  const taken = new Set(files.map(({ path }) => path).filter((path) => path.endsWith('.spec.ts')));
  const checks = [sourceFindings, documentFindings, cycleFindings, projectFindings];
  return [
    ...checks.flatMap((check) => check(files)),
    ...unmatchedSpecs(files, taken),
    ...uncitedRules(files, ['R-113']),
    ...unknownRules(files, ['R-113']),
    ...unusedLaw(files, ['REVIEW_DAYS']),
  ];
}

describe('every rule of tidy fails its fixture, by name', () => {
  it.each(readdirSync(fixtures).filter((name) => name !== 'clean'))('%s', (rule) => {
    const found = allFindings(readRepo(join(fixtures, rule)));
    expect(found.map((finding) => finding.rule)).toContain(rule);
  });

  it('finds nothing in a clean repository', () => {
    expect(lines(allFindings(readRepo(join(fixtures, 'clean'))))).toEqual([]);
  });

  it('has a fixture for every rule that it knows', () => {
    const sources = readRepo(root, 'libs/workspace/src/tidy');
    const known = sources.flatMap(({ text }) => [...text.matchAll(/rule: '([a-z-]+)'/g)].map(([, rule]) => rule));
    expect([...new Set(known), 'clean'].sort()).toEqual([...readdirSync(fixtures), 'released-contract'].sort());
  });
});

describe('law-unused: a value of law is used, or marked', () => {
  const files = readRepo(join(fixtures, 'law-unused'));
  const found = (notYet: readonly string[]) => unusedLaw(files, notYet).map(({ says }) => says.split(':', 1)[0]);

  it('neither its own text, nor a comment, nor a test uses it', () => {
    expect(found(['REVIEW_DAYS'])).toEqual(['nothing outside the rulebook uses LAPSE_HOURS']);
  });

  it('a mark is taken off what is used', () => {
    expect(found(['LAPSE_HOURS', 'REVIEW_DAYS', 'STOPS_MAX'])).toEqual(['STOPS_MAX is used outside the rulebook']);
  });
});

describe('released-contract: what was promised stays', () => {
  const version = (schema: z.ZodObject) => contractsOf({ stopApplied: { type: 'bank.stop-applied.v1', schema } });
  const first = version(z.looseObject({ orderId: z.string(), heldFen: z.int(), note: z.string().optional() }));

  it.each([
    ['the same', z.looseObject({ orderId: z.string(), heldFen: z.int(), note: z.string().optional() }), []],
    [
      'an optional field more',
      z.looseObject({ orderId: z.string(), heldFen: z.int(), note: z.string().optional(), at: z.string().optional() }),
      [],
    ],
    ['a field less', z.looseObject({ orderId: z.string(), note: z.string().optional() }), ['field heldFen is gone']],
    [
      'another type',
      z.looseObject({ orderId: z.string(), heldFen: z.string(), note: z.string().optional() }),
      ['field heldFen has changed'],
    ],
    [
      'a demand more',
      z.looseObject({ orderId: z.string(), heldFen: z.int(), note: z.string().optional(), at: z.string() }),
      ['field at is new and not optional'],
    ],
    ['a demand of what was optional', z.looseObject({ orderId: z.string(), heldFen: z.int(), note: z.string() }), ['field note? is gone']],
  ])('%s', (_, schema, broken) => {
    const found = brokenPromises(first, version(schema)).map(({ rule, says }) => `${rule}: ${says}`);
    expect(found).toEqual(
      broken.map((says) => expect.stringMatching(new RegExp(`^released-contract: bank\\.stop-applied\\.v1: ${says.replace('?', '\\?')}`))),
    );
  });

  it('a contract that is gone', () => {
    expect(lines(brokenPromises(first, {}))).toEqual([
      `released-contract: ${RELEASED_FILE}: bank.stop-applied.v1 is gone: it was released`,
    ]);
  });

  it('a contract that is not released yet', () => {
    expect(lines(brokenPromises({}, first))[0]).toContain('node scripts/release-contracts.mjs');
  });

  it('takes in an optional field with the next release, so that it is promised from then on', () => {
    const grown = version(z.looseObject({ orderId: z.string(), heldFen: z.int(), note: z.string().optional(), at: z.string().optional() }));
    expect(brokenPromises(release(first, grown), first).map(({ says }) => says)).toEqual([expect.stringContaining('field at? is gone')]);
  });
});
