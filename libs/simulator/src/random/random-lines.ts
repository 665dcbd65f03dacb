import { CALL_RESULTS, WARNING_LEVELS, WARNING_OUTCOMES, WARNING_SOURCES } from '../file/scenario.ts';
import { type Dice } from './dice.ts';

/** What a random story has beside its money: telephones, warnings to the people who have them, and measures on lines. */
export interface RandomLines {
  /** For each person, what their entry has more. */
  readonly phones: readonly string[];
  readonly lines: readonly string[];
  readonly steps: readonly string[];
}

interface Timed {
  readonly minute: number;
  readonly act: string;
}

const NONE: RandomLines = { phones: [], lines: [], steps: [] };
const HOUR = 60;
/** R-601: within the 24 hours of a verification. */
const VERIFIED_MINUTES_MAX = 20 * HOUR;

/** Without operators nothing is drawn. What is drawn would be taken by the city wherever all that went before has settled. */
export function drawLines(
  dice: Dice,
  { operators, people }: { readonly operators: readonly string[]; readonly people: readonly string[] },
): RandomLines {
  if (operators.length === 0) return NONE;
  const phones = people.map((_, place) => phone(dice, operators, place));
  const strangers = Array.from({ length: dice.between(1, 2) }, (_, place) => `f${String(place + 1)}`);
  const warnings = Array.from({ length: dice.between(1, 3) }, (_, place) => drawWarning(dice, `w${String(place + 1)}`, dice.pick(people)));
  const keys = [...strangers, ...people];
  const stops = Array.from({ length: dice.between(1, 3) }, () => stopLine(dice, dice.pick(keys)));
  // Of one line, one verification runs at a time.
  const verified = keys.filter(() => dice.chance(30)).map((line) => verify(dice, line));
  const acts = [...warnings, ...stops, ...verified].flat().sort((one, other) => one.minute - other.minute);
  const last = acts.at(-1)?.minute ?? 0;
  // The end of the story is the end of its protective holds, and with coarse times still after them.
  const end = { minute: last + dice.between(10, dice.chance(30) ? 60 * HOUR : 3 * HOUR), act: 'tick: {}' };
  return {
    phones: phones.map((entry) => `, ${entry}${dice.chance(40) ? `, answers: ${dice.pick(CALL_RESULTS)}` : ''}`),
    lines: ['lines:', ...strangers.map((key, place) => `  ${key}: { ${number(dice, operators, `1700000${String(1_000 + place)}`)} }`)],
    steps: [...acts, end].map(({ minute, act }) => `{ at: "+${String(Math.floor(minute / HOUR))}h${String(minute % HOUR)}m", ${act} }`),
  };
}

function phone(dice: Dice, operators: readonly string[], place: number): string {
  return `phone: "1390579${String(1_000 + place)}", operator: ${dice.pick(operators)}`;
}

function number(dice: Dice, operators: readonly string[], digits: string): string {
  return `number: "${digits}", operator: ${dice.pick(operators)}`;
}

/** R-501 to R-509: it comes in, and by and by people read it, are called, are seen, and something comes of it. */
function drawWarning(dice: Dice, key: string, subject: string): readonly Timed[] {
  const minute = dice.between(0, 6 * HOUR);
  const later = (act: string): Timed => ({ minute: minute + dice.between(1, 30 * HOUR), act });
  const of = `level: ${dice.pick(WARNING_LEVELS)}, source: ${dice.pick(WARNING_SOURCES)}, subject: ${subject}, scam: T02`;
  const calls = Array.from({ length: dice.between(0, 2) }, () =>
    later(`call: { warning: ${key}, by: ${dice.pick(['ai', 'human'])}, result: ${dice.pick(CALL_RESULTS)} }`),
  );
  return [
    { minute, act: `warn: { key: ${key}, ${of} }` },
    ...(dice.chance(40) ? [later(`read: { warning: ${key} }`)] : []),
    ...calls,
    ...(dice.chance(30) ? [later(`visit: { warning: ${key}, result: ${dice.pick(['met', 'not-met'])} }`)] : []),
    ...(dice.chance(40) ? [later(`outcome: { warning: ${key}, is: ${dice.pick(WARNING_OUTCOMES)} }`)] : []),
  ];
}

/** R-605. */
function stopLine(dice: Dice, line: string): readonly Timed[] {
  const grade = dice.pick(['shut', 'restrict-outgoing', 'protective']);
  return [{ minute: dice.between(0, 20 * HOUR), act: `suspendLine: { line: ${line}, grade: ${grade} }` }];
}

/** R-601, R-606: in time or never; whoever verifies after all, when the line is shut, is waited for by the clock of restoration. */
function verify(dice: Dice, line: string): readonly Timed[] {
  const minute = dice.between(0, 20 * HOUR);
  const asked = { minute, act: `reverify: { line: ${line}, result: asked }` };
  const result = dice.pick(['passed', 'failed', 'never', 'late']);
  if (result === 'never') return [asked];
  const after = result === 'late' ? dice.between(25 * HOUR, 30 * HOUR) : dice.between(10, VERIFIED_MINUTES_MAX);
  return [asked, { minute: minute + after, act: `reverify: { line: ${line}, result: ${result === 'failed' ? 'failed' : 'passed'} }` }];
}
