import { yuanFromFen } from '@interlock/kernel';
import { withIdCheck, withLuhnDigit } from '../file/numbers.ts';
import { type Dice, diceOf } from './dice.ts';
import { drawLines } from './random-lines.ts';

export interface RandomStory {
  readonly seed: number;
  /** About so many movements; smaller stories fail more readably. Default 25. */
  readonly movements?: number;
  /** Banks that the story may use: members of the joint office. */
  readonly banks: readonly string[];
  /** Without late, silent and mistaken people, own holds, and movements after a lapse: then the known reading must end at the true one. */
  readonly calm?: boolean;
  /** Everything at full tens of minutes, and habits of so many: much then happens at one instant. */
  readonly coarse?: boolean;
  /** Operators whose lines people have: then some are warned, and some lines stopped or verified. What the story has else stays as it is without. */
  readonly operators?: readonly string[];
}

interface Payment {
  readonly number: number;
  readonly minute: number;
  readonly by: string;
  readonly to: string;
  readonly fen: number;
}

interface Draft {
  readonly dice: Dice;
  readonly story: RandomStory;
  readonly victims: readonly string[];
  readonly mules: readonly string[];
  readonly payments: readonly Payment[];
}

const FIRST_REPORT_MINUTE = 12;

/** A valid story made by chance, as the text of a scenario file: the same seed always gives the same file. */
export function randomScenario(story: RandomStory): string {
  const dice = diceOf(story.seed);
  const victims = Array.from({ length: dice.between(1, 4) }, (_, place) => `v${String(place + 1)}`);
  const mules = Array.from({ length: dice.between(2, 8) }, (_, place) => `m${String(place + 1)}`);
  const payments = drawPayments(dice, victims, mules);
  const draft = { dice, story, victims, mules, payments };
  // The order in the file is the order at one instant; payments keep theirs, because it numbers them.
  const steps = [...payments.map(payStep), ...moves(draft), ...reports(draft), ...holds(draft), ...lastTick(draft)];
  const startsAt = `2021-0${String(dice.between(1, 9))}-1${String(dice.between(0, 9))}T0${String(dice.between(0, 9))}:00:00+08:00`;
  const accounts = accountLines(draft);
  const habits = habitLines(draft);
  const money = shuffled(dice, steps, payments.length);
  // Drawn last: the same seed has the same money with and without.
  const drawn = drawLines(dice, { operators: story.operators ?? [], people: victims });
  const lines = [
    'interlock: scenario/1',
    `name: random-${String(story.seed)}`,
    `title: { zh: 随机故事${String(story.seed)}, en: "Random story ${String(story.seed)}" }`,
    `startsAt: "${startsAt}"`,
    'people:',
    ...victims.map(
      (key, place) => `  ${key}: { name: 被害人${String(place + 1)}, idNumber: "${idNumberOf(place)}"${drawn.phones[place] ?? ''} }`,
    ),
    'accounts:',
    ...accounts,
    ...drawn.lines,
    ...habits,
    'steps:',
    ...[...money, ...drawn.steps].map((text) => `  - ${text}`),
    '',
  ];
  return (story.coarse === true ? lines.map(coarsened) : lines).join('\n');
}

function idNumberOf(place: number): string {
  return withIdCheck(`33070219900101${String(100 + place)}`);
}

/** Minutes of times and habits rounded down to tens. */
function coarsened(line: string): string {
  const tens = (minutes: string): string => String(Math.floor(Number(minutes) / 10) * 10);
  return line
    .replace(/"\+(\d+h)?(\d+)m"/g, (_, hours: string | undefined, minutes: string) => `"+${hours ?? ''}${tens(minutes)}m"`)
    .replace(/: (\d+)m\b/g, (_, minutes: string) => `: ${tens(minutes)}m`);
}

function drawPayments(dice: Dice, victims: readonly string[], mules: readonly string[]): readonly Payment[] {
  return Array.from({ length: dice.between(victims.length, victims.length + 4) }, (_, place) => {
    const by = victims[place] ?? dice.pick(victims);
    // Now and then one victim is made to pay another: a mule who does not know it.
    const others = victims.filter((key) => key !== by);
    return {
      number: place + 1,
      minute: dice.between(1, 40),
      by,
      to: others.length > 0 && dice.chance(8) ? dice.pick(others) : dice.pick(mules),
      fen: dice.chance(50) ? dice.between(1, 90) * 100_000 : dice.between(1, 9_000_000),
    };
  });
}

function payStep({ minute, by, to, fen }: Payment): string {
  return step(minute, `pay: { from: ${by}, to: ${to}, yuan: ${yuanFromFen(fen)}, by: ${by} }`);
}

function accountLines({ dice, story, victims, mules }: Draft): readonly string[] {
  const line = (key: string, place: number, opening: string): string => {
    const number = withLuhnDigit(`6222${String(10_000_000_000 + story.seed * 1_000 + place).slice(-13)}`);
    return `  ${key}: { bank: ${dice.pick(story.banks)}, holder: 户主${key}, number: "${number}", yuan: ${opening} }`;
  };
  return [
    ...victims.map((key, place) => line(key, place, yuanFromFen(dice.between(3_000_000, 60_000_000)))),
    ...mules.map((key, place) => line(key, 100 + place, dice.chance(50) ? '0' : yuanFromFen(dice.between(1, 500_000)))),
  ];
}

function habitLines({ dice, story }: Draft): readonly string[] {
  const answers = story.banks.flatMap((bank) => {
    if (story.calm === true || dice.chance(60)) return [];
    return [`${bank}: ${dice.chance(12) ? 'never' : `${String(dice.between(0, 40))}m`}`];
  });
  return [
    'habits:',
    `  intake: ${String(dice.between(0, 10))}m`,
    `  officerConfirms: ${String(dice.between(0, 6))}m`,
    `  bankAnswers: { default: ${String(dice.between(0, 9))}m${answers.map((one) => `, ${one}`).join('')} }`,
    `  corrects: ${story.calm !== true && dice.chance(20) ? 'never' : `${String(dice.between(1, 12))}m`}`,
  ];
}

/** The money goes on: between mules mostly, back to a victim sometimes, out of reach sometimes. */
function moves({ dice, story, victims, mules }: Draft): readonly string[] {
  return Array.from({ length: story.movements ?? 25 }, () => {
    const minute = story.calm === true || dice.chance(85) ? dice.between(2, 90) : dice.between(90, 60 * 54);
    const from = dice.chance(93) ? dice.pick(mules) : dice.pick(victims);
    if (dice.chance(15) && from.startsWith('m')) {
      return step(minute, `cashOut: { from: ${from}, ${amount(dice)}, how: ${dice.pick(['atm', 'pos', 'abroad', 'virtual-currency'])} }`);
    }
    const others = [...mules, ...(dice.chance(12) ? victims : [])].filter((key) => key !== from);
    return step(minute, `move: { from: ${from}, to: ${dice.pick(others)}, ${amount(dice)} }`);
  });
}

function amount(dice: Dice): string {
  if (dice.chance(20)) return 'all: true';
  if (dice.chance(40)) return `share: 0.${String(dice.between(1, 999)).padStart(3, '0')}`;
  return `yuan: ${yuanFromFen(dice.chance(50) ? dice.between(1, 50) * 100_000 : dice.between(1, 3_000_000))}`;
}

/** Each victim reports once or twice; some payments nobody ever reports. */
function reports(draft: Draft): readonly string[] {
  const { dice, victims, payments } = draft;
  return victims.flatMap((by) => {
    const own = payments.filter((payment) => payment.by === by && !dice.chance(10));
    const cut = dice.chance(25) ? dice.between(1, own.length) : own.length;
    return [own.slice(0, cut), own.slice(cut)].flatMap((some) => (some.length === 0 ? [] : [report(draft, by, some)]));
  });
}

function report({ dice, story }: Draft, by: string, payments: readonly Payment[]): string {
  const last = Math.max(FIRST_REPORT_MINUTE, ...payments.map(({ minute }) => minute));
  const minute = story.calm === true || dice.chance(90) ? last + dice.between(0, 30) : last + dice.between(30, 3_000);
  const own = [
    ...(dice.chance(15) ? [`intake: ${String(dice.between(0, 40))}m`] : []),
    ...(dice.chance(40)
      ? [`files: ${String(dice.between(1, story.calm === true ? 20 : 50))}h, freezes: ${String(dice.between(0, 90))}m`]
      : []),
    ...(dice.chance(25) ? [`renews: ${String(dice.between(1, 300))}m`] : []),
    ...(dice.chance(25) ? [`watches: ${String(dice.between(0, 60))}m`] : []),
  ];
  const wrong = story.calm !== true && dice.chance(30) ? [says(dice, dice.pick(payments))] : [];
  const list = payments.map(({ number }) => String(number)).join(', ');
  return step(minute, `report: { ${[`by: ${by}`, `payments: [${list}]`, ...own, ...wrong].join(', ')} }`);
}

function says(dice: Dice, { to, fen }: Payment): string {
  const wrong = dice.pick([
    'holder: 另一人',
    'number: "6222000000000000000"',
    `yuan: ${yuanFromFen(fen + dice.between(1, 100))}`,
    'at: "+0s"',
  ]);
  return `says: { ${to}: { ${wrong} } }`;
}

function holds({ dice, story, mules }: Draft): readonly string[] {
  if (story.calm === true) return [];
  return mules.flatMap((key) => {
    if (!dice.chance(18)) return [];
    const minute = dice.between(5, 200);
    const begins = step(minute, `bankHold: { account: ${key}, reason: monitoring }`);
    return dice.chance(50) ? [begins] : [begins, step(minute + dice.between(1, 3_000), `bankRelease: { account: ${key} }`)];
  });
}

function lastTick({ dice }: Draft): readonly string[] {
  return dice.chance(50) ? [step(dice.between(60, 60 * 110), 'tick: {}')] : [];
}

function step(minute: number, act: string): string {
  const hours = Math.floor(minute / 60);
  return `{ at: "+${hours === 0 ? '' : `${String(hours)}h`}${String(minute % 60)}m", ${act} }`;
}

/** Payments stay in front, in their order; the others come as they fall. */
function shuffled(dice: Dice, steps: readonly string[], kept: number): readonly string[] {
  const loose = steps.slice(kept).map((text) => ({ text, rank: dice.between(0, 1_000_000) }));
  return [...steps.slice(0, kept), ...loose.sort((a, b) => a.rank - b.rank).map(({ text }) => text)];
}
