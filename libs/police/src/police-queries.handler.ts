import {
  accountWatchesV1,
  casesV1,
  caseV1,
  lineRequestsV1,
  openProposalsV1,
  policeFreezesV1,
  releaseProposalsV1,
  stopOrdersV1,
  uncoveredSumsV1,
} from '@interlock/contracts';
import { type Instant, type NodeContext, type QueryRoute, type RowsPage, type View, pageOptions, queryRoute } from '@interlock/kernel';
import { readTrace } from '@interlock/tracing';
import { caseStream } from './case/case.stream.ts';
import { cases } from './case/cases.view.ts';
import { uncoveredSums } from './chase/order-details.ts';
import { policeTracing } from './chase/police-tracing.ts';
import { freezeStream } from './freeze/freeze.stream.ts';
import { freezes } from './freeze/freezes.view.ts';
import { lineRequests } from './line-request/line-requests.view.ts';
import { lookUpQueries } from './look-up/look-up.handler.ts';
import { READERS } from './officers.ts';
import { accountWatches } from './stop-payment/account-watches.view.ts';
import { openProposals } from './stop-payment/open-proposals.view.ts';
import { releaseProposals } from './stop-payment/release-proposals.view.ts';
import { type StopOrderRow, stopOrders } from './stop-payment/stop-orders.view.ts';
import { stopPaymentStream } from './stop-payment/stop-payment.stream.ts';

/** Pages answer {ok, items: [{cursor, row}], hasMore}. */
export const policeQueries: readonly QueryRoute[] = [
  queryRoute(openProposalsV1, { roles: READERS }, (body, _, context) =>
    pageOf(openProposals, body, ['caseId', 'accountRef'], 'madeAt', context),
  ),
  queryRoute(releaseProposalsV1, { roles: READERS }, (body, _, context) =>
    pageOf(releaseProposals, body, ['caseId', 'accountRef'], 'madeAt', context),
  ),
  // Of one account also the head of its stream, for who sends `expectedVersion` next.
  queryRoute(stopOrdersV1, { roles: READERS }, async (body, _, context) => {
    const page = pageOf(stopOrders, body, ['state', 'caseId', 'accountRef'], 'madeAt', context);
    const { accountRef } = body;
    return accountRef === undefined ? page : { ...page, version: (await context.load(stopPaymentStream, accountRef)).version };
  }),
  queryRoute(policeFreezesV1, { roles: READERS }, async (body, _, context) => {
    const page = pageOf(freezes, body, ['state', 'caseId', 'accountRef'], 'madeAt', context);
    const { accountRef } = body;
    return accountRef === undefined ? page : { ...page, version: (await context.load(freezeStream, accountRef)).version };
  }),
  queryRoute(accountWatchesV1, { roles: READERS }, (body, _, context) => pageOf(accountWatches, body, ['accountRef'], 'watchId', context)),
  queryRoute(lineRequestsV1, { roles: READERS }, (body, _, context) =>
    pageOf(lineRequests, body, ['state', 'numberRef'], 'madeAt', context),
  ),
  queryRoute(casesV1, { roles: READERS }, (body, _, context) =>
    pageOf(cases, body, ['state'], 'reportedAt', context, { descending: true }),
  ),
  queryRoute(caseV1, { roles: READERS }, async ({ caseId }, _, context) => {
    const row = context.views.get(cases, caseId);
    if (!row) return { ok: false, errors: [{ code: 'NO_SUCH_CASE', path: 'caseId' }] };
    const { state } = await context.memory(policeTracing);
    const at = context.clock.now();
    const { version } = await context.load(caseStream, caseId);
    const places = readTrace(state.trace, { at, caseIds: [caseId] }).places.get(caseId);
    const firstStopEndsAt = firstStopEnd(context, caseId);
    return { ok: true, case: row, version, asOf: at, ...(firstStopEndsAt !== undefined && { firstStopEndsAt }), ...(places && { places }) };
  }),
  queryRoute(uncoveredSumsV1, { roles: READERS }, async ({ caseId }, _, context) => {
    const { state } = await context.memory(policeTracing);
    const at = context.clock.now();
    const sums = uncoveredSums(state, at, caseId).map((sum) => ({ ...sum, isFiled: state.cases.get(sum.caseId)?.filingId !== undefined }));
    return { ok: true, asOf: at, sums };
  }),
  ...lookUpQueries,
];

const PAGE_ROWS = 500;

/** the stop of the case that ends first leaves less time for the filing decision than its own limit. One that is continued does not end. */
function firstStopEnd({ views }: NodeContext, caseId: string): Instant | undefined {
  const standing: StopOrderRow[] = [];
  for (let more = true, after: string | undefined; more;) {
    const page = views.list(stopOrders, { where: { caseId, state: 'standing' }, limit: PAGE_ROWS, ...(after !== undefined && { after }) });
    standing.push(...page.items.map(({ row }) => row));
    after = page.items.at(-1)?.cursor;
    more = page.hasMore && after !== undefined;
  }
  const goneOn = new Set(standing.map(({ continues }) => continues));
  return standing.flatMap(({ orderId, lapsesAt }) => (lapsesAt === undefined || goneOn.has(orderId) ? [] : [lapsesAt])).sort()[0];
}

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
  const where = Object.fromEntries(filters.map((field) => [field, textOf(body[field])]));
  return { ok: true, ...views.list(view, { ...pageOptions(body, where), orderBy, descending }) };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
