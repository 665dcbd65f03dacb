import { cityCaseV1, cityCasesV1, cityMoneyV1, cityOrdersV1 } from '@interlock/contracts';
import { type NodeContext, type QueryRoute, type Request, type ViewReader, invalid } from '@interlock/kernel';
import { type Sight, CASE_READERS, sees, sightOf } from '../access.ts';
import { type FreezeRow, freezes } from '../freezes/freezes.view.ts';
import { type OrderRow, orders } from '../orders/orders.view.ts';
import { cityTracing } from '../tracing/city-tracing.memory.ts';
import { caseMoney, placesOf } from './case-money.ts';
import { type CaseRow, cases } from './cases.view.ts';

/** Most orders or freezes of one case page; more are read by `city.orders.v1`. */
const CASE_PAGE_ROWS_MAX = 200;

/** What a reader of one bank may know of the case itself: its number, as on the order. */
export type SeenCase = CaseRow | Pick<CaseRow, 'caseId' | 'caseNo'>;

export const caseQueries: readonly QueryRoute[] = [
  { name: cityCaseV1.name, roles: CASE_READERS, answer: answerCase },
  { name: cityCasesV1.name, roles: CASE_READERS, answer: answerCases },
  { name: cityMoneyV1.name, roles: CASE_READERS, answer: answerMoney },
  { name: cityOrdersV1.name, roles: CASE_READERS, answer: answerOrders },
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
  return {
    case: seen,
    money: caseMoney(state, row.caseId, { at: context.clock.now(), sight }),
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
  const { limit, after, unit } = read.body;
  const sight = sightOf(request.actor);
  const page = context.views.list<CaseRow>(cases, {
    orderBy: 'reportedAt',
    descending: true,
    limit,
    ...(after !== undefined && { after }),
    ...(unit !== undefined && { where: { unit } }),
  });
  const { state } = await context.memory(cityTracing);
  const at = context.clock.now();
  const items = page.items.flatMap(({ cursor, row }) => {
    const seen = seenCase(row, context.views, sight);
    return seen ? [{ cursor, case: seen, ...(sight.whole && { places: placesOf(state, row.caseId, at) }) }] : [];
  });
  return { items, hasMore: page.hasMore, ...endCursor(page.items.at(-1)?.cursor) };
}

async function answerOrders(request: Request, context: NodeContext): Promise<unknown> {
  const read = cityOrdersV1.read(request.body);
  if (!read.ok) return invalid(read.problems);
  const { limit, after, caseId, bank } = read.body;
  const sight = sightOf(request.actor);
  const where = { ...(caseId !== undefined && { caseId }), ...(bank !== undefined && { bank }), ...(!sight.whole && { bank: sight.bank }) };
  if (bank !== undefined && !sees(sight, bank)) return { items: [], hasMore: false };
  const page = context.views.list<OrderRow>(orders, { orderBy: 'orderedAt', limit, where, ...(after !== undefined && { after }) });
  return {
    items: page.items.map(({ cursor, row }) => ({ cursor, order: row })),
    hasMore: page.hasMore,
    ...endCursor(page.items.at(-1)?.cursor),
  };
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
  const isConcerned = views.count<OrderRow>(orders, { caseId: row.caseId, bank: sight.bank }) > 0;
  return isConcerned ? { caseId: row.caseId, caseNo: row.caseNo } : undefined;
}

function ordersOf(views: ViewReader, caseId: string, sight: Sight): readonly OrderRow[] {
  const where = { caseId, ...(!sight.whole && { bank: sight.bank }) };
  return views.list<OrderRow>(orders, { where, orderBy: 'orderedAt', limit: CASE_PAGE_ROWS_MAX }).items.map((item) => item.row);
}

function freezesOf(views: ViewReader, caseId: string, sight: Sight): readonly FreezeRow[] {
  const where = { caseId, ...(!sight.whole && { bank: sight.bank }) };
  return views.list<FreezeRow>(freezes, { where, limit: CASE_PAGE_ROWS_MAX }).items.map((item) => item.row);
}
