import { type CityOrdersV1, cityCaseV1, cityCasesV1, cityFreezesV1, cityMoneyV1, cityOrdersV1 } from '@interlock/contracts';
import {
  type Instant,
  type ListOptions,
  type NodeContext,
  type QueryRoute,
  type Request,
  type ViewReader,
  invalid,
} from '@interlock/kernel';
import { type Sight, CASE_READERS, sees, sightOf } from '../access.ts';
import { type FreezeRow, freezes } from '../freezes/freezes.view.ts';
import { type OrderRow, orders } from '../orders/orders.view.ts';
import { cityTracing } from '../tracing/city-tracing.memory.ts';
import { twoWayPage } from '../two-way-page.ts';
import { type BankCaseRow, bankCaseKey, bankCases } from './bank-cases.view.ts';
import { caseMoney, placesOf } from './case-money.ts';
import { type CaseRow, cases } from './cases.view.ts';
import { firstStopEnd, standingOrders } from './first-stop-end.ts';

/** Most orders or freezes of one case page; more are read by `city.orders.v1`. */
const CASE_PAGE_ROWS_MAX = 200;

/** What a reader of one bank may know of the case itself: its number, as on the order. */
export type SeenCase = CaseRow | Pick<CaseRow, 'caseId' | 'caseNo'>;

export const caseQueries: readonly QueryRoute[] = [
  { name: cityCaseV1.name, roles: CASE_READERS, answer: answerCase },
  { name: cityCasesV1.name, roles: CASE_READERS, answer: answerCases },
  { name: cityMoneyV1.name, roles: CASE_READERS, answer: answerMoney },
  { name: cityOrdersV1.name, roles: CASE_READERS, answer: answerOrders },
  { name: cityFreezesV1.name, roles: CASE_READERS, answer: answerFreezes },
];

async function answerCase(request: Request, context: NodeContext): Promise<unknown> {
  const read = cityCaseV1.read(request.body);
  if (!read.ok) return invalid(read.problems);
  const { caseId, caseNo } = read.body;
  const row = caseId === undefined ? rowByNumber(context.views, caseNo ?? '') : context.views.get(cases, caseId);
  const sight = sightOf(request.actor);
  const seen = row && seenCase(row, context.views, sight);
  if (!row || !seen) return { case: null };
  const { state } = await context.memory(cityTracing);
  const at = context.clock.now();
  return {
    case: 'unit' in seen ? withStopEnd(seen, context.views, at) : seen,
    money: caseMoney(state, row.caseId, { at, sight }),
    orders: ordersOf(context.views, row.caseId, sight),
    freezes: freezesOf(context.views, row.caseId, sight),
  };
}

async function answerMoney(request: Request, context: NodeContext): Promise<unknown> {
  const read = cityMoneyV1.read(request.body);
  if (!read.ok) return invalid(read.problems);
  const row = context.views.get(cases, read.body.caseId);
  const sight = sightOf(request.actor);
  if (!row || !seenCase(row, context.views, sight)) return { money: null };
  const { state } = await context.memory(cityTracing);
  return { money: caseMoney(state, row.caseId, { at: context.clock.now(), sight }) };
}

async function answerCases(request: Request, context: NodeContext): Promise<unknown> {
  const read = cityCasesV1.read(request.body);
  if (!read.ok) return invalid(read.problems);
  const { limit, after, backwards, unit } = read.body;
  const sight = sightOf(request.actor);
  const span = { descending: true, limit, backwards, ...(after !== undefined && { after }) };
  // A bank's own list: a page of all cases, thinned out, would tell by its gaps how many there are elsewhere.
  if (!sight.whole) return unit === undefined ? bankCasesPage(context.views, sight.member, span) : { items: [], hasMore: false };
  const page = twoWayPage<CaseRow>(context.views, cases, {
    ...span,
    orderBy: 'reportedAt',
    ...(unit !== undefined && { where: { unit } }),
  });
  const { state } = await context.memory(cityTracing);
  const at = context.clock.now();
  const items = page.items.map(({ cursor, row }) => ({
    cursor,
    case: withStopEnd(row, context.views, at),
    places: placesOf(state, row.caseId, at),
  }));
  return { items, hasMore: page.hasMore, ...endCursor(items.at(-1)?.cursor) };
}

function bankCasesPage(views: ViewReader, bank: string, span: Parameters<typeof twoWayPage>[2]): unknown {
  const page = twoWayPage<BankCaseRow>(views, bankCases, { ...span, orderBy: 'since', where: { bank } });
  const items = page.items.map(({ cursor, row }) => ({ cursor, case: { caseId: row.caseId, caseNo: row.caseNo } }));
  return { items, hasMore: page.hasMore, ...endCursor(items.at(-1)?.cursor) };
}

async function answerOrders(request: Request, context: NodeContext): Promise<unknown> {
  const read = cityOrdersV1.read(request.body);
  if (!read.ok) return invalid(read.problems);
  const { orderId } = read.body;
  const sight = sightOf(request.actor);
  const list = listOf(read.body, sight, { own: 'reached', ...(orderId !== undefined && { one: { orderId } }) });
  if (!list) return { items: [], hasMore: false };
  // A cursor tells its place to whoever reads it: the police’s number of a fact would tell a bank of all that lies between.
  const page = twoWayPage<OrderRow>(context.views, orders, { ...list, orderBy: sight.whole ? 'madeNo' : 'orderedAt' });
  const items = page.items.map(({ cursor, row }) => ({ cursor, order: shownOrder(row, sight) }));
  return { items, hasMore: page.hasMore, ...endCursor(items.at(-1)?.cursor) };
}

async function answerFreezes(request: Request, context: NodeContext): Promise<unknown> {
  const read = cityFreezesV1.read(request.body);
  if (!read.ok) return invalid(read.problems);
  const { freezeId } = read.body;
  const list = listOf(read.body, sightOf(request.actor), { own: 'bank', ...(freezeId !== undefined && { one: { freezeId } }) });
  if (!list) return { items: [], hasMore: false };
  const page = twoWayPage<FreezeRow>(context.views, freezes, { ...list, orderBy: 'orderedAt' });
  const items = page.items.map(({ cursor, row }) => ({ cursor, freeze: row }));
  return { items, hasMore: page.hasMore, ...endCursor(items.at(-1)?.cursor) };
}

/** What is asked, within what the reader sees; undefined when that is nothing. */
function listOf(
  { limit, after, backwards, caseId, bank }: Omit<CityOrdersV1, 'orderId'>,
  sight: Sight,
  { own, one = {} }: { readonly own: string; readonly one?: Readonly<Record<string, string>> },
): (Omit<ListOptions, 'orderBy'> & { readonly backwards: boolean }) | undefined {
  if (bank !== undefined && !sees(sight, bank)) return undefined;
  const where = {
    ...one,
    ...(caseId !== undefined && { caseId }),
    ...(bank !== undefined && { bank }),
    ...(!sight.whole && { [own]: sight.member }),
  };
  return { limit, backwards, where, ...(after !== undefined && { after }) };
}

function endCursor(cursor: string | undefined): { readonly endCursor?: string } {
  return cursor === undefined ? {} : { endCursor: cursor };
}

function rowByNumber(views: ViewReader, caseNo: string): CaseRow | undefined {
  return views.list<CaseRow>(cases, { where: { caseNo }, limit: 1 }).items[0]?.row;
}

/** A case that lies with nobody of the reader’s bank does not exist for it: same answer as for an unknown one. */
function seenCase(row: CaseRow, views: ViewReader, sight: Sight): SeenCase | undefined {
  if (sight.whole) return row;
  const known = views.get<BankCaseRow>(bankCases, bankCaseKey(sight.member, row.caseId));
  return known && { caseId: known.caseId, caseNo: known.caseNo };
}

/** the filing decision has until then in truth, where that comes before its limit. */
function withStopEnd(row: CaseRow, views: ViewReader, at: Instant): CaseRow & { readonly firstStopEndsAt?: Instant } {
  const firstStopEndsAt = firstStopEnd(standingOrders(views, row.caseId, at), at);
  return { ...row, ...(firstStopEndsAt !== undefined && { firstStopEndsAt }) };
}

function ordersOf(views: ViewReader, caseId: string, sight: Sight): readonly OrderRow[] {
  const where = { caseId, ...(!sight.whole && { reached: sight.member }) };
  const page = views.list<OrderRow>(orders, { where, orderBy: 'madeNo', limit: CASE_PAGE_ROWS_MAX });
  return page.items.map(({ row }) => shownOrder(row, sight));
}

/** what no freeze covered is the police’s miss, and may be money of cases that the bank knows nothing of. */
function shownOrder({ reached: _reached, madeNo: _madeNo, ...row }: OrderRow, sight: Sight): OrderRow {
  if (sight.whole) return row;
  const { uncoveredFen: _uncovered, missedBy: _missedBy, ...own } = row;
  return own;
}

function freezesOf(views: ViewReader, caseId: string, sight: Sight): readonly FreezeRow[] {
  const where = { caseId, ...(!sight.whole && { bank: sight.member }) };
  return views.list<FreezeRow>(freezes, { where, limit: CASE_PAGE_ROWS_MAX }).items.map((item) => item.row);
}
