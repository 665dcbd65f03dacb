import { type Instant, type ViewReader, isBefore } from '@interlock/kernel';
import { type OrderRow, orders } from '../orders/orders.view.ts';

const PAGE_ROWS = 200;

/** the end of the stop that ends first; a stop that the next one goes on from does not end there. */
export function firstStopEnd(ofCase: readonly OrderRow[], at: Instant): Instant | undefined {
  const standing = ofCase.filter((order) => stands(order, at));
  const goneOn = new Set(standing.map(({ continues }) => continues));
  return standing.flatMap(({ orderId, lapsesAt }) => (lapsesAt === undefined || goneOn.has(orderId) ? [] : [lapsesAt])).sort()[0];
}

/** Of a case with however many orders, those that stand: from the last end back to now, and no further. */
export function standingOrders(views: ViewReader, caseId: string, at: Instant): readonly OrderRow[] {
  const standing: OrderRow[] = [];
  const span = { where: { caseId }, orderBy: 'lapsesAt', descending: true, limit: PAGE_ROWS };
  for (let page = views.list<OrderRow>(orders, span); ;) {
    for (const { row } of page.items) {
      if (row.lapsesAt === undefined || !isBefore(at, row.lapsesAt)) return standing;
      if (stands(row, at)) standing.push(row);
    }
    const last = page.items.at(-1);
    if (!last || !page.hasMore) return standing;
    page = views.list<OrderRow>(orders, { ...span, after: last.cursor });
  }
}

function stands({ lapsesAt, releasedAt }: OrderRow, at: Instant): boolean {
  return lapsesAt !== undefined && releasedAt === undefined && isBefore(at, lapsesAt);
}
