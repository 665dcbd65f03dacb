import { type Instant, isBefore } from '@interlock/kernel';
import { type OrderRow } from '../orders/orders.view.ts';

/** the end of the stop that ends first; a stop that the next one goes on from does not end there. */
export function firstStopEnd(orders: readonly OrderRow[], at: Instant): Instant | undefined {
  const standing = orders.filter(
    ({ lapsesAt, releasedAt }) => lapsesAt !== undefined && releasedAt === undefined && isBefore(at, lapsesAt),
  );
  const goneOn = new Set(standing.map(({ continues }) => continues));
  return standing.flatMap(({ orderId, lapsesAt }) => (lapsesAt === undefined || goneOn.has(orderId) ? [] : [lapsesAt])).sort()[0];
}
