import { type Fen, yuanFromFen } from '@interlock/kernel';
import { withIdCheck, withLuhnDigit } from '../file/numbers.ts';
import { type Dice, diceOf } from './dice.ts';

/** 20,000 cases and some 200,000 warnings a year. */
const CASES = 60;
const WARNINGS = 600;
/** Victims who had been warned before they paid. */
const WARNED_VICTIMS = 14;
const SEED = 20210322;
const MINUTES_OF_DAY = 24 * 60;

const BANKS = [
  ...['bank-industry', 'bank-agriculture', 'bank-overseas', 'bank-construction', 'bank-transport', 'bank-postal'],
  ...['bank-rural', 'bank-city', 'bank-joint-stock', 'pay-one', 'card-clearing'],
];
const OPERATORS = ['operator-mobile', 'operator-mobile', 'operator-fixed', 'operator-united', 'operator-cable'];
const GROUPS = ['business-owners', 'finance-staff', 'women', 'migrant-workers', 'students'];
const SCAMS = ['T01', 'T01', 'T01', 'T02', 'T02', 'T03', 'T04', 'T05', 'T06', 'T07', 'T08', 'T12', 'T17', 'T18'];
const SURNAMES = '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕';
const AREAS = ['330702', '330703', '330723', '330726', '330727', '330781', '330782', '330783', '330784'];

interface Timed {
  readonly minute: number;
  readonly text: string;
}

interface Day {
  readonly dice: Dice;
  readonly people: string[];
  readonly accounts: string[];
  /** In the order of the file: payments first, because their order numbers them. */
  readonly payments: Timed[];
  readonly others: Timed[];
  readonly mules: string[];
  lostFen: Fen;
}

/** The demo's living background: one ordinary day of the city, always the same one. */
export function cityDay(): string {
  const day: Day = { dice: diceOf(SEED), people: [], accounts: [], payments: [], others: [], mules: [], lostFen: 0 };
  for (let number = 1; number <= CASES; number += 1) addCase(day, number);
  for (let number = 1; number <= WARNINGS; number += 1) addWarning(day, number);
  const lines = addLines(day);
  const others = day.others.map((step, place) => ({ ...step, place })).sort((a, b) => a.minute - b.minute || a.place - b.place);
  return [
    `# Made by the story generator; change that and not this file. A day of the city: ${String(CASES)} cases, ${String(WARNINGS)} warnings.`,
    'interlock: scenario/1',
    'name: city-day',
    'title: { zh: 全市的一天, en: A day of the city }',
    'startsAt: "2021-03-22T00:00:00+08:00"',
    'people:',
    ...day.people.map((line) => `  ${line}`),
    'accounts:',
    ...day.accounts.map((line) => `  ${line}`),
    'lines:',
    ...lines.map((line) => `  ${line}`),
    'habits:',
    '  intake: 6m',
    '  officerConfirms: 2m',
    '  bankAnswers: { default: 6m, bank-agriculture: 14m, bank-postal: 9m, bank-joint-stock: 11m, pay-one: 2m, card-clearing: 3m }',
    'steps:',
    ...[...day.payments, ...others].map(({ text }) => `  - ${text}`),
    'expect:',
    `  fen: { lost: ${String(day.lostFen)} }`,
    '',
  ].join('\n');
}

/** Most things happen between nine in the morning and nine at night. */
function drawMinute(dice: Dice): number {
  return dice.chance(85) ? dice.between(9 * 60, 21 * 60) : dice.between(0, MINUTES_OF_DAY - 1);
}

/** The nation's average is some 40,000 yuan; most lose less, a few lose much more. */
function drawLoss(dice: Dice): Fen {
  if (dice.chance(60)) return dice.between(20, 300) * 10_000;
  return dice.chance(85) ? dice.between(300, 6_000) * 1_000 + dice.between(0, 999) * 100 : dice.between(100, 600) * 100_000;
}

function addPerson({ dice, people }: Day, key: string, number: number): string {
  const name = `${SURNAMES[dice.between(0, SURNAMES.length - 1)] ?? '王'}某某`;
  const born = `${String(dice.between(1955, 2003))}${two(dice.between(1, 12))}${two(dice.between(1, 28))}`;
  const idNumber = withIdCheck(`${dice.pick(AREAS)}${born}${String(100 + (number % 900))}`);
  const phone = `139${String(58000000 + number)}`;
  const answers = dice.chance(70) ? '' : `, answers: ${dice.pick(['no-answer', 'no-answer', 'busy'])}`;
  const operator = dice.pick(OPERATORS);
  people.push(
    `${key}: { name: ${name}, idNumber: "${idNumber}", phone: "${phone}", operator: ${operator}, group: ${dice.pick(GROUPS)}${answers} }`,
  );
  return name;
}

function addAccount({ dice, accounts }: Day, key: string, holder: string, openingFen: Fen): void {
  const number = withLuhnDigit(`6217${String(330_000_000_000_00 + accounts.length)}`);
  accounts.push(`${key}: { bank: ${dice.pick(BANKS)}, holder: ${holder}, number: "${number}", yuan: ${yuanFromFen(openingFen)} }`);
}

function addCase(day: Day, number: number): void {
  const { dice } = day;
  const victim = `v${String(number)}`;
  const holder = addPerson(day, victim, number);
  const losses = Array.from({ length: dice.chance(70) ? 1 : dice.between(2, 3) }, () => drawLoss(dice));
  const lostFen = losses.reduce((sum, fen) => sum + fen, 0);
  addAccount(day, `${victim}-home`, holder, lostFen + dice.between(0, 2_000_000));
  day.lostFen += lostFen;
  // Some mules serve several frauds.
  const first = day.mules.length > 0 && dice.chance(12) ? dice.pick(day.mules) : newMule(day);
  const start = drawMinute(dice);
  let minute = start;
  const paid = losses.map((fen) => {
    day.payments.push({
      minute,
      text: step(minute, `pay: { from: ${victim}-home, to: ${first}, yuan: ${yuanFromFen(fen)}, by: ${victim} }`),
    });
    const at = minute;
    minute += dice.between(4, 25);
    return { payment: day.payments.length, at };
  });
  const last = paid.at(-1)?.at ?? start;
  addMoves(day, { from: first, minute: last, depth: 0 });
  const own = [
    ...(dice.chance(20) ? [`files: ${String(dice.between(3, 20))}h`] : []),
    ...(dice.chance(10) ? [`says: { ${first}: { holder: ${SURNAMES[number % SURNAMES.length] ?? '王'}某 } }`] : []),
  ];
  const report = [`by: ${victim}`, `how: ${dice.pick(['phone', 'phone', 'in-person', 'online'])}`, `scam: ${dice.pick(SCAMS)}`];
  const list = `payments: [${paid.map(({ payment }) => String(payment)).join(', ')}]`;
  const reported = last + dice.between(3, 150);
  day.others.push({ minute: reported, text: step(reported, `report: { ${[...report, list, ...own].join(', ')} }`) });
}

function newMule(day: Day): string {
  const key = `m${String(day.mules.length + 1)}`;
  day.mules.push(key);
  addAccount(
    day,
    key,
    `${SURNAMES[day.dice.between(0, SURNAMES.length - 1)] ?? '王'}某`,
    day.dice.chance(40) ? 0 : day.dice.between(1, 80_000),
  );
  return key;
}

/** One to three hops, each of them splitting now and then, with cash at the end. */
function addMoves(day: Day, { from, minute, depth }: { readonly from: string; readonly minute: number; readonly depth: number }): void {
  const { dice, others } = day;
  for (let move = 0; move < dice.between(depth === 0 ? 1 : 0, 2); move += 1) {
    const at = minute + dice.between(2, 50);
    const share = `share: 0.${two(dice.between(25, 95))}`;
    if (depth === 2 || dice.chance(25)) {
      const how = dice.pick(['atm', 'atm', 'pos', 'abroad', 'virtual-currency']);
      others.push({ minute: at, text: step(at, `cashOut: { from: ${from}, ${share}, how: ${how} }`) });
      continue;
    }
    const to = newMule(day);
    others.push({ minute: at, text: step(at, `move: { from: ${from}, to: ${to}, ${share} }`) });
    if (dice.chance(6)) others.push({ minute: at + 9, text: step(at + 9, `bankHold: { account: ${to}, reason: monitoring }`) });
    addMoves(day, { from: to, minute: at, depth: depth + 1 });
  }
}

function addWarning(day: Day, number: number): void {
  const { dice, others } = day;
  const warned = number <= WARNED_VICTIMS;
  const subject = warned ? `v${String(number)}` : `p${String(number)}`;
  if (!warned) addPerson(day, subject, 1_000 + number);
  const paidAt = day.payments.find(({ text }) => text.includes(`by: ${subject} `))?.minute;
  const minute = paidAt === undefined ? drawMinute(dice) : Math.max(0, paidAt - dice.between(15, 240));
  const level = dice.chance(3) ? 'special_high' : dice.pick(['high', 'medium', 'medium', 'medium', 'low', 'low', 'low']);
  const source = dice.pick(['fund', 'call', 'call', 'app', 'url', 'bank', 'telecom']);
  const warning = `key: w${String(number)}, level: ${level}, source: ${source}, subject: ${subject}, scam: ${dice.pick(SCAMS)}`;
  others.push({ minute, text: step(minute, `warn: { ${warning} }`) });
  if (!dice.chance(65)) return;
  const read = minute + dice.between(1, 90);
  others.push({ minute: read, text: step(read, `read: { warning: w${String(number)} }`) });
}

/** The fraudsters' own numbers, some of them shut in the course of the day. */
function addLines({ dice, others }: Day): readonly string[] {
  return Array.from({ length: 24 }, (_, place) => {
    const key = `f${String(place + 1)}`;
    const minute = drawMinute(dice);
    if (place % 2 === 0) others.push({ minute, text: step(minute, `suspendLine: { line: ${key}, grade: shut }`) });
    return `${key}: { number: "170${String(41000000 + place)}", operator: ${dice.pick(OPERATORS)} }`;
  });
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

function step(minute: number, act: string): string {
  return `{ at: "+${String(Math.floor(minute / 60))}h${String(minute % 60)}m", ${act} }`;
}
