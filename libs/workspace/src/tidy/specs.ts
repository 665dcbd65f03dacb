import { type Finding, type RepoFile } from './repo.ts';

/** A file that looks like a test and that the runner does not take never fails. */
export function unmatchedSpecs(files: readonly RepoFile[], taken: ReadonlySet<string>): readonly Finding[] {
  return files
    .filter(({ path }) => /[ ._-](?:spec|test)s?\.[cm]?[jt]sx?$/i.test(path) && !taken.has(path))
    .map(({ path }) => ({ rule: 'spec-not-run', path, says: 'the test runner does not match this name' }));
}

const RULEBOOK = 'libs/rulebook/';

/** A refusal, a duty, a step of a ladder names its rule to people: they look it up in the rulebook. */
export function unknownRules(files: readonly RepoFile[], ruleIds: readonly string[]): readonly Finding[] {
  return files
    .filter(({ path }) => /^(?:libs|apps)\/.+(?<!\.(?:spec|suite|testing|fixtures))\.ts$/.test(path) && !path.startsWith('libs/workspace/'))
    .flatMap(({ path, text }) => [...text.matchAll(/\brule: '([RD]-\d+)'/g)].map(([, id = '']) => ({ path, id })))
    .filter(({ id }) => !ruleIds.includes(id))
    .map(({ path, id }) => ({ rule: 'rule-unknown', path, says: `the rulebook has no ${id}` }));
}

/** Law without a test, or without code that keeps it, is only a text. */
export function uncitedRules(files: readonly RepoFile[], ruleIds: readonly string[]): readonly Finding[] {
  // The guards only speak of rules, as examples.
  const code = files.filter(({ path }) => path.endsWith('.ts') && !path.startsWith('libs/workspace/'));
  const specs = code.filter(({ path }) => path.endsWith('.spec.ts'));
  const keepers = code.filter(({ path }) => !/\.(?:spec|suite|testing|fixtures)\.ts$/.test(path) && !path.startsWith(RULEBOOK));
  return ruleIds.flatMap((id) => {
    const cited = new RegExp(`\\b${id}\\b`);
    const missing = [
      ...(specs.some(({ text }) => cited.test(text)) ? [] : ['no spec file cites it']),
      ...(keepers.some(({ text }) => cited.test(text)) ? [] : ['no code outside the rulebook cites it']),
    ];
    return missing.map((says) => ({ rule: 'rule-not-cited', path: id, says }));
  });
}
