import { type Instant } from '@interlock/kernel';
import { type MistakeCode } from './mistakes.ts';
import { readCaseHabits } from './read-world.ts';
import {
  CALL_RESULTS,
  FREEZE_PERIODS,
  type FreezeStep,
  type Habits,
  type Person,
  type ReportStep,
  type ScenarioAccount,
  type ScenarioLine,
  type Step,
  type StepBase,
  WARNING_LEVELS,
  WARNING_OUTCOMES,
  WARNING_SOURCES,
  type WrongStatement,
} from './scenario.ts';
import { VERBS } from './schema-verbs.ts';
import { amountOf, entriesOf, fenFrom, keyOf, mistake, optional, type Spot, textAt, textOf, timeOf, under, wholeOf } from './spot.ts';

/** What steps may name. */
export interface Cast {
  readonly start: { readonly startsAt: Instant; readonly offset: string };
  readonly people: ReadonlyMap<string, Person>;
  readonly accounts: ReadonlyMap<string, ScenarioAccount>;
  readonly lines: ReadonlyMap<string, ScenarioLine>;
  readonly habits: Habits;
}

interface Counted extends Cast {
  readonly warnings: ReadonlySet<string>;
  /** Keys of reports with their numbers. */
  readonly reports: ReadonlyMap<string, number>;
  readonly reportsCount: number;
}

/** Reads the steps, in the order of the file; payments and reports are numbered from 1. */
export function readSteps(spot: Spot, cast: Cast): readonly Step[] {
  const entries = entriesOf(spot);
  const counted = count(entries, cast);
  const steps: Step[] = [];
  let payment = 0;
  let report = 0;
  for (const [index, entry] of entries.entries()) {
    const verb = verbOf(entry);
    const base = { index, at: timeOf(under(entry, 'at'), cast.start) };
    if (verb === undefined) continue;
    const body = under(entry, verb);
    if (verb === 'pay') payment += 1;
    if (verb === 'report') report += 1;
    const step = readStep(verb, body, base, { ...counted, payment, report });
    if (step) steps.push(step);
  }
  return steps;
}

function verbOf(entry: Spot): string | undefined {
  if (entry.tree?.kind !== 'map') return undefined;
  const known = VERBS.filter((verb) => under(entry, verb).tree);
  const [verb, second] = known;
  const unknown = [...entry.tree.entries.keys()].filter((key) => key !== 'at' && !VERBS.includes(key));
  if (verb === undefined && unknown.length === 0) mistake(entry, 'MISSING_VERB', `a step needs a verb; known are ${VERBS.join(', ')}`);
  if (second !== undefined) mistake(entry, 'SEVERAL_VERBS', `a step has one verb; here are ${known.join(', ')}`);
  return verb;
}

function count(entries: readonly Spot[], cast: Cast): Counted {
  const warnings = new Set<string>();
  const reports = new Map<string, number>();
  let reportsCount = 0;
  for (const entry of entries) {
    const warning = under(under(entry, 'warn'), 'key');
    unique(warning, warnings);
    if (warning.tree) warnings.add(textOf(warning) ?? '');
    const report = under(entry, 'report');
    if (!report.tree) continue;
    reportsCount += 1;
    const key = under(report, 'key');
    unique(key, reports);
    if (key.tree) reports.set(textOf(key) ?? '', reportsCount);
  }
  return { ...cast, warnings, reports, reportsCount };
}

function unique(key: Spot, seen: { has(key: string): boolean }): void {
  const text = textOf(key);
  if (text !== undefined && seen.has(text)) mistake(key, 'DUPLICATE_NAME', `${text} is already taken by an earlier step`);
}

type Reading = Counted & { readonly payment: number; readonly report: number };

function readStep(verb: string, body: Spot, base: StepBase, reading: Reading): Step | undefined {
  switch (verb) {
    case 'pay':
      return {
        ...base,
        verb,
        payment: reading.payment,
        ...readPair(body, reading),
        amount: amountOf(body),
        ...optional('by', known(under(body, 'by'), reading.people, 'UNKNOWN_PERSON')),
      };
    case 'move':
      return { ...base, verb, ...readPair(body, reading), amount: amountOf(body) };
    case 'cashOut':
      return {
        ...base,
        verb,
        from: accountOf(body, 'from', reading),
        amount: amountOf(body),
        how: oneOf(body, 'how', ['atm', 'pos', 'abroad', 'virtual-currency']),
      };
    case 'report':
      return readReport(body, base, reading);
    case 'bankHold':
      return { ...base, verb, account: accountOf(body, 'account', reading), reason: textAt(body, 'reason') || 'monitoring' };
    case 'bankRelease':
      return { ...base, verb, account: accountOf(body, 'account', reading) };
    case 'tick':
      return { ...base, verb };
    default:
      return readWarningStep(verb, body, base, reading) ?? readCaseStep(verb, body, base, reading);
  }
}

function readPair(body: Spot, reading: Reading): { readonly from: string; readonly to: string } {
  const from = accountOf(body, 'from', reading);
  const to = accountOf(body, 'to', reading);
  if (from !== '' && from === to) mistake(under(body, 'to'), 'SAME_ACCOUNT', `money cannot move from ${from} to itself`);
  return { from, to };
}

function readReport(body: Spot, base: StepBase, reading: Reading): ReportStep {
  const payments = entriesOf(under(body, 'payments')).map((payment) => wholeOf(payment) ?? 0);
  const says = new Map<string, WrongStatement>();
  for (const statement of entriesOf(under(body, 'says'))) {
    known(statement, reading.accounts, 'UNKNOWN_ACCOUNT', keyOf(statement));
    const yuan = under(statement, 'yuan');
    const at = under(statement, 'at');
    says.set(keyOf(statement), {
      ...optional('number', textOf(under(statement, 'number'))),
      ...optional('holder', textOf(under(statement, 'holder'))),
      ...optional('amountFen', yuan.tree ? fenFrom(yuan, 'above-zero') : undefined),
      ...optional('paidAt', at.tree ? timeOf(at, reading.start) : undefined),
    });
  }
  return {
    ...base,
    verb: 'report',
    report: reading.report,
    ...optional('key', textOf(under(body, 'key'))),
    by: known(under(body, 'by'), reading.people, 'UNKNOWN_PERSON') ?? '',
    how: textAt(body, 'how') || 'phone',
    ...optional('scam', textOf(under(body, 'scam'))),
    payments,
    says,
    habits: readCaseHabits(body, readCaseHabits(under(body, 'habits'), reading.habits)),
  };
}

function readWarningStep(verb: string, body: Spot, base: StepBase, reading: Reading): Step | undefined {
  const warning = (): string => known(under(body, 'warning'), reading.warnings, 'UNKNOWN_WARNING') ?? '';
  switch (verb) {
    case 'warn':
      return {
        ...base,
        verb,
        key: textAt(body, 'key'),
        level: oneOf(body, 'level', WARNING_LEVELS),
        source: oneOf(body, 'source', WARNING_SOURCES),
        subject: withPhone(under(body, 'subject'), reading),
        scam: textAt(body, 'scam'),
      };
    case 'read':
      return { ...base, verb, warning: warning() };
    case 'call':
      return {
        ...base,
        verb,
        warning: warning(),
        by: oneOf(body, 'by', ['human', 'ai']),
        result: oneOf(body, 'result', CALL_RESULTS),
      };
    case 'visit':
      return {
        ...base,
        verb,
        warning: warning(),
        ...optional('by', textOf(under(body, 'by'))),
        result: oneOf(body, 'result', ['met', 'not-met']),
      };
    case 'outcome':
      return { ...base, verb, warning: warning(), is: oneOf(body, 'is', WARNING_OUTCOMES) };
    case 'suspendLine':
      return { ...base, verb, line: lineOf(body, reading), grade: oneOf(body, 'grade', ['shut', 'restrict-outgoing', 'protective']) };
    case 'reverify':
      return { ...base, verb, line: lineOf(body, reading), result: oneOf(body, 'result', ['asked', 'passed', 'failed']) };
    default:
      return undefined;
  }
}

function readCaseStep(verb: string, body: Spot, base: StepBase, reading: Reading): Step | undefined {
  const report = (): number => reportOf(body, reading);
  const reason = optional('reason', textOf(under(body, 'reason')));
  const yuan = under(body, 'yuan');
  switch (verb) {
    case 'file':
    case 'refuseFiling':
    case 'withdraw':
    case 'close':
      return { ...base, verb, report: report(), ...reason };
    case 'freeze': {
      const sum = optional('sumFen', yuan.tree ? fenFrom(yuan, 'above-zero') : undefined);
      return { ...base, verb, report: report(), account: accountOf(body, 'account', reading), ...sum, ...periodOf(body) };
    }
    case 'renewFreeze':
      return { ...base, verb, report: report(), account: accountOf(body, 'account', reading), ...periodOf(body) };
    case 'lift':
      return { ...base, verb, report: report(), account: accountOf(body, 'account', reading) };
    case 'renew':
    case 'release':
      return { ...base, verb, account: accountOf(body, 'account', reading), ...reason };
    default:
      return undefined;
  }
}

function periodOf(body: Spot): Pick<FreezeStep, 'period'> {
  return under(body, 'period').tree ? { period: oneOf(body, 'period', FREEZE_PERIODS) } : {};
}

function accountOf(body: Spot, key: string, { accounts }: Cast): string {
  return known(under(body, key), accounts, 'UNKNOWN_ACCOUNT') ?? '';
}

function lineOf(body: Spot, cast: Cast): string {
  const spot = under(body, 'line');
  const key = textOf(spot) ?? '';
  if (cast.lines.has(key)) return key;
  if (cast.people.has(key)) return withPhone(spot, cast);
  if (spot.tree)
    mistake(
      spot,
      'UNKNOWN_LINE',
      `there is no line or person ${key}; known are ${[...cast.lines.keys(), ...cast.people.keys()].join(', ')}`,
    );
  return key;
}

function withPhone(spot: Spot, { people }: Cast): string {
  const key = known(spot, people, 'UNKNOWN_PERSON') ?? '';
  const person = people.get(key);
  if (person && person.phone === undefined) mistake(spot, 'NEEDS_PHONE', `${key} has no phone; give one under people`);
  return key;
}

function reportOf(body: Spot, { reports, reportsCount }: Counted): number {
  const byKey = under(body, 'case');
  const byNumber = under(body, 'report');
  if (byKey.tree) return reports.get(known(byKey, reports, 'UNKNOWN_REPORT') ?? '') ?? 0;
  const number = wholeOf(byNumber) ?? 0;
  if (number > reportsCount) mistake(byNumber, 'UNKNOWN_REPORT', `the file has ${String(reportsCount)} reports`);
  return number;
}

const WHAT: Partial<Record<MistakeCode, string>> = {
  UNKNOWN_ACCOUNT: 'account',
  UNKNOWN_PERSON: 'person',
  UNKNOWN_REPORT: 'report',
  UNKNOWN_WARNING: 'warning',
};

function known(
  spot: Spot,
  among: { has(key: string): boolean; keys(): Iterable<string> },
  code: MistakeCode,
  key: string | undefined = textOf(spot),
): string | undefined {
  if (key !== undefined && !among.has(key))
    mistake(spot, code, `there is no ${WHAT[code] ?? 'such thing'} ${key}; known are ${[...among.keys()].join(', ') || 'none'}`);
  return key;
}

/** One of a closed list that the schema has checked; the first where nothing is written. */
function oneOf<const Value extends string>(body: Spot, key: string, values: readonly [Value, ...Value[]]): Value {
  const text = textAt(body, key);
  return values.find((value) => value === text) ?? values[0];
}
