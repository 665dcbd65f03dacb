import {
  accountWatchesV1,
  casesV1,
  caseV1,
  lineRequestsV1,
  openProposalsV1,
  policeFreezesV1,
  stopOrdersV1,
  uncoveredSumsV1,
} from '@interlock/contracts';
import { type NodeContext, type QueryRoute, type RowsPage, type View } from '@interlock/kernel';
import { readTrace } from '@interlock/tracing';
import { cases } from './case/cases.view.ts';
import { uncoveredSums } from './chase/order-details.ts';
import { policeTracing } from './chase/police-tracing.ts';
import { freezes } from './freeze/freezes.view.ts';
import { lineRequests } from './line-request/line-requests.view.ts';
import { lookUpQueries } from './look-up/look-up.handler.ts';
import { onQuery } from './requests.ts';
import { accountWatches } from './stop-payment/account-watches.view.ts';
import { openProposals } from './stop-payment/open-proposals.view.ts';
import { stopOrders } from './stop-payment/stop-orders.view.ts';

/** Pages answer {ok, items: [{cursor, row}], hasMore}. */
export const policeQueries: readonly QueryRoute[] = [
  onQuery(openProposalsV1, (body, _, context) => pageOf(openProposals, body, ['caseId', 'accountRef'], 'madeAt', context)),
  onQuery(stopOrdersV1, (body, _, context) => pageOf(stopOrders, body, ['state', 'caseId', 'accountRef'], 'madeAt', context)),
  onQuery(policeFreezesV1, (body, _, context) => pageOf(freezes, body, ['state', 'caseId', 'accountRef'], 'madeAt', context)),
  onQuery(accountWatchesV1, (body, _, context) => pageOf(accountWatches, body, ['accountRef'], 'watchId', context)),
  onQuery(lineRequestsV1, (body, _, context) => pageOf(lineRequests, body, ['state', 'numberRef'], 'madeAt', context)),
  onQuery(casesV1, (body, _, context) => pageOf(cases, body, ['state'], 'reportedAt', context, { descending: true })),
  onQuery(caseV1, async ({ caseId }, _, context) => {
    const row = context.views.get(cases, caseId);
    if (!row) return { ok: false, errors: [{ code: 'NO_SUCH_CASE', path: 'caseId' }] };
    const { state } = await context.memory(policeTracing);
    const at = context.clock.now();
    const places = readTrace(state.trace, { at, caseIds: [caseId] }).places.get(caseId);
    return { ok: true, case: row, asOf: at, ...(places && { places }) };
  }),
  onQuery(uncoveredSumsV1, async ({ caseId }, _, context) => {
    const { state } = await context.memory(policeTracing);
    const at = context.clock.now();
    const sums = uncoveredSums(state, at, caseId).map((sum) => ({ ...sum, isFiled: state.cases.get(sum.caseId)?.filingId !== undefined }));
    return { ok: true, asOf: at, sums };
  }),
  ...lookUpQueries,
];

interface PageBody {
  readonly limit: number;
  readonly after?: string | undefined;
  readonly [field: string]: unknown;
}

function pageOf<Row>(
  view: View<Row>,
  body: PageBody,
  filters: readonly string[],
  orderBy: string,
  { views }: NodeContext,
  { descending = false } = {},
): { readonly ok: true } & RowsPage<Row> {
  const where: Record<string, string> = {};
  for (const field of filters) {
    const value = body[field];
    if (typeof value === 'string') where[field] = value;
  }
  const { limit, after } = body;
  return { ok: true, ...views.list(view, { where, orderBy, descending, limit, ...(after !== undefined && { after }) }) };
}
