import { instant } from '@interlock/kernel';
import { checkPayments } from './check-payments.ts';
import { checkSchema } from './check-schema.ts';
import { type Mistake } from './mistakes.ts';
import { readExpectation } from './read-expectation.ts';
import { readSteps } from './read-steps.ts';
import { type Members, readAccounts, readHabits, readLines, readPeople } from './read-world.ts';
import { type Scenario } from './scenario.ts';
import { mistake, optional, type Spot, textAt, textOf, under } from './spot.ts';
import { startOf } from './times.ts';
import { parseTree } from './tree.ts';

export type Loaded = { readonly ok: true; readonly scenario: Scenario } | { readonly ok: false; readonly mistakes: readonly Mistake[] };

/** Where a story starts while its own start cannot be read, so that its other mistakes are told all the same. */
const SOME_START = { startsAt: instant('2021-01-01T00:00:00.000+08:00'), offset: '+08:00' } as const;

/** Reads a scenario file. All mistakes are told at once, each with its place in the file. */
export function loadScenario(text: string, file: string, members: Members): Loaded {
  const { tree, mistakes } = parseTree(text, file);
  if (!tree) return { ok: false, mistakes: mistakes.sorted() };
  const root: Spot = { tree, path: [], mistakes };
  checkQuoted(under(root, 'startsAt'));
  checkSchema(tree, mistakes);
  const scenario = readScenario(root, members);
  const found = mistakes.sorted();
  return found.length === 0 ? { ok: true, scenario } : { ok: false, mistakes: found };
}

function readScenario(root: Spot, members: Members): Scenario {
  const start = startOf(textAt(root, 'startsAt'));
  if (!start) mistake(under(root, 'startsAt'), 'BAD_TIME', 'names no moment: write 2021-03-22T11:50:00+08:00');
  const people = readPeople(under(root, 'people'), members);
  const accounts = readAccounts(under(root, 'accounts'), members);
  const lines = readLines(under(root, 'lines'), members, people);
  const habits = readHabits(under(root, 'habits'), members);
  const steps = readSteps(under(root, 'steps'), { start: start ?? SOME_START, people, accounts, lines, habits });
  checkPayments(under(root, 'steps'), steps);
  const title = under(root, 'title');
  return {
    name: textAt(root, 'name'),
    title: { zh: textAt(title, 'zh'), en: textAt(title, 'en') },
    ...(start ?? SOME_START),
    people,
    accounts,
    lines,
    habits,
    steps,
    ...optional('expect', readExpectation(under(root, 'expect'))),
  };
}

function checkQuoted(spot: Spot): void {
  const { tree } = spot;
  if (tree?.kind === 'leaf' && textOf(spot) !== undefined && !tree.quoted)
    mistake(spot, 'TIME_NOT_QUOTED', `write the time in quotes: "${tree.source}"`);
}
