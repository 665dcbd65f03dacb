import { type Reading, type Seconds, PLACES } from '../file/scenario.ts';
import { type TrueCase, type TruthQuestion, follow, trueReading } from '../truth/true-reading.ts';
import { type Check, type ResultCase, type StoryResult, isBalanced, moneyOf, ordersOn } from './result.ts';
import { type PlayedCase, type Story, hasNews } from './story.ts';
import { executedPayments } from './payments.ts';

/** R-136, after every event of the story: a case that does not add up is named once. */
export async function checkBalance(story: Story): Promise<void> {
  if (!hasNews(story, 'balance', 'city')) return;
  for (const one of story.cases.values()) {
    const { fen } = await moneyOf(story, one.caseId);
    if (!isBalanced(fen)) story.problems.add(`lost ${fen.lost} is not the sum of its places: report ${one.report}`);
  }
}

/** The truth at the end, by report. */
export async function truthOf(story: Story): Promise<ReadonlyMap<number, TrueCase>> {
  const read = trueReading(await story.world.history(), truthQuestion(story));
  return new Map(read.map((one) => [Number(one.case), one]));
}

function truthQuestion(story: Story): TruthQuestion {
  const entered = [...story.cases.values()].filter((one) => one.enteredAt !== undefined);
  return {
    cases: entered.map((one) => ({ case: String(one.report), payments: paymentsOf(story, one) })),
    caseOfFreeze: (freezeKey) => reportOfFreeze(story, freezeKey),
    at: story.city.now(),
  };
}

function paymentsOf(story: Story, one: PlayedCase): readonly string[] {
  const step = story.reports.get(one.report);
  if (!step) return [];
  const references = new Set(executedPayments(story, step).map(({ reference }) => reference));
  return [...story.payments.values()].flatMap(({ movement, result }) =>
    result.done === 'moved' && references.has(result.reference) ? [movement] : [],
  );
}

function reportOfFreeze(story: Story, freezeKey: string): string | undefined {
  const caseId = story.freezes.get(freezeKey)?.caseId;
  const one = [...story.cases.values()].find((each) => each.caseId === caseId);
  return one && String(one.report);
}

export async function checksOf(story: Story, cases: readonly ResultCase[]): Promise<readonly Check[]> {
  const problems = [...story.problems];
  const unbalanced = problems.filter((problem) => problem.includes('sum of its places'));
  const refused = problems.filter((problem) => !unbalanced.includes(problem));
  return [
    verdict('lost = sum of places after every event', unbalanced),
    await checkKnown(story, cases),
    verdict('every act of the story was taken', refused),
    verdict(
      'no fact is parked',
      story.city.parked().map(({ policy, reason }) => `${policy}: ${reason}`),
    ),
  ];
}

function verdict(name: string, problems: readonly string[]): Check {
  return problems.length === 0 ? { name, result: 'ok' } : { name, result: 'failed', why: problems.slice(0, 20).join('; ') };
}

/** Known and true are equal at the end, unless money moved on from an account that no bank had to report on. */
async function checkKnown(story: Story, cases: readonly ResultCase[]): Promise<Check> {
  const name = 'known = true at the end';
  const silent = await unreportedAccounts(story);
  if (silent.length > 0) return { name, result: 'skipped', why: `money moved on unreported from ${silent.join(', ')}` };
  const different = cases.flatMap((one, index) =>
    [...PLACES, 'lost' as const].flatMap((place) =>
      one.fen[place] === one.true[place] ? [] : [`case ${index + 1}: ${place} known ${one.fen[place]}, true ${one.true[place]}`],
    ),
  );
  return verdict(name, different);
}

/** Accounts that traced money really left without a report: lapsed, refused, mismatched, silent. */
async function unreportedAccounts(story: Story): Promise<readonly string[]> {
  const known = new Set<string>();
  for (const one of story.cases.values())
    for (const row of (await moneyOf(story, one.caseId)).movements) known.add(String(row['reference']));
  const { movements, brought } = follow(await story.world.history(), truthQuestion(story));
  const unreported = movements.filter((movement) => !known.has(movement.reference) && brought(movement).some(({ fen }) => fen > 0));
  const names: string[] = [];
  for (const key of new Set(unreported.map(({ from }) => from))) if (await isBeyondReports(story, key)) names.push(key);
  return names;
}

const OVER = new Set(['lapsed', 'released', 'refused-by-law', 'mismatched', 'refused-by-bank', 'awaiting']);

async function isBeyondReports(story: Story, key: string): Promise<boolean> {
  const orders = await ordersOn(story, story.refs.get(key) ?? key);
  return orders.length === 0 || orders.some((order) => OVER.has(String(order['state'])));
}

/** What the file expects (scenarios.md, `expect`). */
export function expectations(story: Story, result: Pick<StoryResult, 'cases' | 'warnings'>): readonly Check[] {
  const { expect } = story.scenario;
  if (!expect) return [];
  const total = sumOf(result.cases.map((one) => one.fen));
  return [
    ...readingChecks('all cases', expect.fen, total),
    ...expect.cases.flatMap((wanted, index) => {
      const found = result.cases[index];
      if (!found) return [{ name: `expected case ${index + 1}`, result: 'failed' as const, why: 'there is no such case' }];
      return [
        ...readingChecks(`case ${index + 1}`, wanted.fen, found.fen),
        ...(wanted.levels === undefined ? [] : [same(`case ${index + 1}: levels`, wanted.levels, found.levels)]),
        ...(['firstOrderSeconds', 'firstStopSeconds', 'lastStopSeconds'] as const).flatMap((field) =>
          wanted[field] === undefined ? [] : [within(`case ${index + 1}: ${field}`, wanted[field], found[field])],
        ),
      ];
    }),
    ...expect.warnings.flatMap((wanted) => {
      const found = result.warnings.find((warning) => warning.key === wanted.key);
      return (['state', 'outcome', 'learning', 'lostFen'] as const).flatMap((field) =>
        wanted[field] === undefined ? [] : [same(`warning ${wanted.key}: ${field}`, wanted[field], found?.[field] ?? null)],
      );
    }),
  ];
}

function readingChecks(of: string, wanted: Partial<Reading>, found: Reading): readonly Check[] {
  return (['lost', ...PLACES] as const).flatMap((place) => {
    const fen = wanted[place];
    return fen === undefined ? [] : [same(`${of}: ${place}`, fen, found[place])];
  });
}

function same(name: string, wanted: unknown, found: unknown): Check {
  return wanted === found
    ? { name: `expected ${name}`, result: 'ok' }
    : { name: `expected ${name}`, result: 'failed', why: `expected ${String(wanted)}, found ${String(found)}` };
}

function within(name: string, wanted: Seconds, found: number | null): Check {
  if (wanted === null || typeof wanted === 'number') return same(name, wanted, found);
  const { min = -Infinity, max = Infinity } = wanted;
  const isWithin = found !== null && found >= min && found <= max;
  return isWithin
    ? { name: `expected ${name}`, result: 'ok' }
    : { name: `expected ${name}`, result: 'failed', why: `expected ${min} to ${max}, found ${String(found)}` };
}

function sumOf(readings: readonly Reading[]): Reading {
  const sum = (place: keyof Reading): number => readings.reduce((total, one) => total + one[place], 0);
  return {
    lost: sum('lost'),
    stopped: sum('stopped'),
    frozen: sum('frozen'),
    returned: sum('returned'),
    escaped: sum('escaped'),
    atRisk: sum('atRisk'),
    inQuestion: sum('inQuestion'),
  };
}
