import { type Instant, msBetween, instant } from '@interlock/kernel';
import { type Reading, PLACES } from '../file/scenario.ts';
import { type TrueCase } from '../truth/true-reading.ts';
import { OFFICER } from './cast.ts';
import { list } from './officers.ts';
import { type Row, numberOf, optionalNumber, optionalText, rowOf, rowsOf, textOf } from './read-answer.ts';
import { type PlayedCase, type Story } from './story.ts';
import { type PlayedWarning } from './warnings.ts';

export interface ResultAccount {
  readonly key: string;
  readonly bank: string;
  readonly level: number;
  readonly tracedInFen: number;
  readonly heldFen: number;
  readonly state: AccountState;
}
export type AccountState = 'frozen' | 'stopped' | 'in-question' | 'emptied' | 'lapsed' | 'refused' | 'at-risk';

export interface ResultOrder {
  readonly account: string;
  readonly bank: string;
  readonly number: number;
  readonly orderedAt: Instant;
  readonly answeredAt: Instant | null;
  readonly code: string | null;
  readonly heldFen: number;
  readonly securedFen: number;
}

export interface ResultCase {
  readonly caseNo: string;
  readonly fen: Reading;
  readonly true: Reading;
  readonly firstOrderSeconds: number | null;
  readonly firstStopSeconds: number | null;
  readonly lastStopSeconds: number | null;
  readonly levels: number;
  readonly accounts: readonly ResultAccount[];
  readonly orders: readonly ResultOrder[];
}

export interface Check {
  readonly name: string;
  readonly result: 'ok' | 'failed' | 'skipped';
  readonly why?: string;
}

/** The document of a played story (scenarios.md section 4). */
export interface StoryResult {
  readonly scenario: string;
  readonly mode: 'embedded' | 'distributed';
  readonly data: string;
  readonly cases: readonly ResultCase[];
  readonly warnings: readonly PlayedWarning[];
  readonly refusedMovements: readonly { readonly step: number; readonly reason: string }[];
  readonly events: Readonly<Record<string, number>>;
  readonly checks: readonly Check[];
  readonly wallMs: number;
}

const NO_MONEY: Reading = { lost: 0, stopped: 0, frozen: 0, returned: 0, escaped: 0, inQuestion: 0, atRisk: 0 };

/** One case as the city knows it at the end, beside the truth. */
export async function resultOfCase(story: Story, one: PlayedCase, truth: TrueCase | undefined): Promise<ResultCase> {
  const money = await moneyOf(story, one.caseId);
  const orders = await ordersOf(story, one.caseId);
  const reached = money.accounts.filter((row) => numberOf(row, 'level') > 0 && numberOf(row, 'tracedInFen') > 0);
  const sent = orders.filter((order) => order.code !== '1304' || order.answeredAt !== null);
  const stops = orders.filter((order) => order.securedFen > 0 && order.answeredAt !== null);
  const seconds = (at: Instant | null | undefined): number | null => (at ? msBetween(one.reportedAt, at) / 1_000 : null);
  const answers = stops.flatMap((order) => (order.answeredAt === null ? [] : [order.answeredAt])).sort();
  return {
    caseNo: one.caseNo,
    fen: money.fen,
    true: truth?.reading ?? NO_MONEY,
    firstOrderSeconds: seconds(sent[0]?.orderedAt),
    firstStopSeconds: seconds(answers[0]),
    lastStopSeconds: seconds(answers.at(-1)),
    levels: reached.reduce((deepest, row) => Math.max(deepest, numberOf(row, 'level')), 0),
    accounts: await Promise.all(reached.map((row) => accountOf(story, row))),
    orders,
  };
}

export async function moneyOf(
  story: Story,
  caseId: string,
): Promise<{ readonly fen: Reading; readonly accounts: readonly Row[]; readonly movements: readonly Row[] }> {
  const answer = rowOf(await story.city.ask('city', { name: 'city.money.v1', by: OFFICER, body: { caseId } }), 'money');
  if (answer['money'] === null) return { fen: NO_MONEY, accounts: [], movements: [] };
  const money = rowOf(answer['money'], 'money');
  return {
    fen: readingOf(rowOf(money['places'], 'places')),
    accounts: rowsOf(money['accounts'], 'accounts'),
    movements: rowsOf(money['movements'], 'movements'),
  };
}

function readingOf(places: Row): Reading {
  const of = (name: string): number => numberOf(places, `${name}Fen`);
  return {
    lost: of('lost'),
    stopped: of('stopped'),
    frozen: of('frozen'),
    returned: of('returned'),
    escaped: of('escaped'),
    atRisk: of('atRisk'),
    inQuestion: of('inQuestion'),
  };
}

export function isBalanced(fen: Reading): boolean {
  return fen.lost === PLACES.reduce((sum, place) => sum + fen[place], 0);
}

async function ordersOf(story: Story, caseId: string): Promise<readonly ResultOrder[]> {
  const items = await list(story, 'city', 'city.orders.v1', { caseId }, OFFICER);
  return items
    .map((item) => rowOf(item['order'], 'order'))
    .map((row) => {
      const answeredAt = optionalText(row, 'answeredAt');
      return {
        account: story.keys.get(textOf(row, 'accountRef')) ?? textOf(row, 'accountRef'),
        bank: textOf(row, 'bank'),
        number: numberOf(row, 'number'),
        orderedAt: instant(textOf(row, 'orderedAt')),
        answeredAt: answeredAt === undefined ? null : instant(answeredAt),
        code: optionalText(row, 'code') ?? null,
        heldFen: optionalNumber(row, 'heldFen') ?? 0,
        securedFen: story.secured.get(textOf(row, 'orderId')) ?? 0,
      };
    });
}

async function accountOf(story: Story, row: Row): Promise<ResultAccount> {
  const accountRef = textOf(row, 'accountRef');
  return {
    key: story.keys.get(accountRef) ?? accountRef,
    bank: textOf(row, 'bank'),
    level: numberOf(row, 'level'),
    tracedInFen: numberOf(row, 'tracedInFen'),
    heldFen: numberOf(row, 'stoppedFen') + numberOf(row, 'frozenFen'),
    state: stateOf(row, await ordersOn(story, accountRef)),
  };
}

/** Orders of all cases on an account, as the police keep them. */
export function ordersOn(story: Story, accountRef: string): Promise<readonly Row[]> {
  return list(story, 'police', 'police.stop-orders.v1', { accountRef }, OFFICER);
}

/** The first that holds (scenarios.md section 4). */
function stateOf(row: Row, orders: readonly Row[]): AccountState {
  const states = new Set(orders.map((order) => order['state']));
  const isAnswered = orders.some((order) => order['code'] === '0000' || order['code'] === '1200');
  if (numberOf(row, 'frozenFen') > 0) return 'frozen';
  if (numberOf(row, 'stoppedFen') > 0) return 'stopped';
  if (numberOf(row, 'inQuestionFen') > 0) return 'in-question';
  if (isAnswered && numberOf(row, 'onAccountFen') === 0) return 'emptied';
  if (states.has('lapsed')) return 'lapsed';
  if (states.has('refused-by-law') || states.has('mismatched') || states.has('refused-by-bank')) return 'refused';
  return 'at-risk';
}
