import { reckon, withLuhnDigit } from '@interlock/simulator';
import { scenarioIn } from './load.suite.ts';
import { playInMemory } from './memory-city.suite.ts';

/** Two victims and three mules, each mule at a bank of its own; the banks of m2 and m3 answer after four minutes, as m1’s does unless said. */
export interface HandMade {
  readonly habits?: string;
  readonly opening?: Readonly<Record<string, string>>;
  /** `+1m pay: {…}` */
  readonly steps: readonly string[];
}

const BANK = { v1: 'bank-rural', v2: 'bank-postal', m1: 'bank-industry', m2: 'bank-construction', m3: 'bank-overseas' } as const;

function numberOf(account: keyof typeof BANK): string {
  return withLuhnDigit(`62220000000${String(Object.keys(BANK).indexOf(account) + 1000)}`);
}

/** Plays the story; what is the same in every play of it is what is looked at. */
export async function playHandMade({ habits = '{}', opening = {}, steps }: HandMade) {
  const text = [
    'interlock: scenario/1',
    'name: hand-made',
    'title: { zh: 手写, en: Hand-made }',
    'startsAt: "2021-03-08T10:00:00+08:00"',
    'people:',
    '  v1: { name: 被害人一, idNumber: "33070219900101100X" }',
    '  v2: { name: 被害人二, idNumber: "330702199001011018" }',
    'accounts:',
    ...(['v1', 'v2', 'm1', 'm2', 'm3'] as const).map((key) => {
      const yuan = opening[key] ?? (key.startsWith('v') ? '100000' : '0');
      return `  ${key}: { bank: ${BANK[key]}, holder: 户主${key}, number: "${numberOf(key)}", yuan: ${yuan} }`;
    }),
    `habits: ${habits}`,
    'steps:',
    ...steps.map((step) => `  - { at: "${step.replace(' ', '", ')} }`),
    '',
  ].join('\n');
  const scenario = scenarioIn(text, 'hand-made.yaml');
  const { result, city } = await playInMemory(scenario);
  await city.stop();
  return {
    ...result,
    troubles: city.troubles,
    /** The same story, reckoned by scenarios.md alone. */
    reckoned: async () => (await reckon(scenario)).cases.map((one) => ({ fen: inFew(one.fen), true: inFew(one.true) })),
    fen: result.cases.map(({ fen }) => inFew(fen)),
    truth: result.cases.map((one) => inFew(one.true)),
    orders: result.cases.map(({ orders }) =>
      orders.map(({ account, number, orderedAt, answeredAt, code, heldFen, securedFen }) =>
        [account, number, clock(orderedAt), answeredAt && clock(answeredAt), code, heldFen, securedFen].map(String).join(' '),
      ),
    ),
    freezes: city.world.history().freezes.map(({ account, from, frozenFen }) => `${account} ${clock(from)} ${frozenFen}`),
    accounts: result.cases.map(({ accounts }) =>
      accounts.map(({ key, level, tracedInFen, heldFen, state }) => `${key} ${level} ${tracedInFen} ${heldFen} ${state}`),
    ),
    seconds: result.cases.map((one) => [one.firstOrderSeconds, one.firstStopSeconds, one.lastStopSeconds]),
    notOk: result.checks.filter((check) => check.result !== 'ok').map(({ result: verdict, why }) => `${verdict}: ${why ?? ''}`),
  };
}

/** Those that are not 0. */
function inFew(reading: object): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(reading).filter(([, fen]) => fen !== 0));
}

/** Hours and minutes since the story began. */
function clock(at: string): string {
  const minutes = (Date.parse(at) - Date.parse('2021-03-08T02:00:00Z')) / 60_000;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}
