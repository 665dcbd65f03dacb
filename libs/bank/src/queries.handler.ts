import { bankOpenFieldsV1, holdsV1, measuresV1, openTasksV1 } from '@interlock/contracts';
import { type NodeContext, type QueryRoute, isBefore, pageOptions, queryRoute } from '@interlock/kernel';
import { policeFreezes } from './account-freeze/police-freezes.view.ts';
import { policeStops } from './account-hold/police-stops.view.ts';
import { ownMeasures } from './bank-measure/own-measures.view.ts';
import { openTasks } from './tasks/open-tasks.view.ts';
import { BANK_STAFF } from './staff.ts';

export const bankQueries: readonly QueryRoute[] = [
  queryRoute(openTasksV1, BANK_STAFF, ({ kind, accountRef, ...page }, _request, { views }) =>
    views.list(openTasks, { ...pageOptions(page, { kind, accountRef }), orderBy: 'since' }),
  ),
  queryRoute(holdsV1, BANK_STAFF, ({ accountRef, ...page }, _request, context) =>
    accountRef === undefined ? standing(page, context) : ofAccount(accountRef, page, context),
  ),
  queryRoute(measuresV1, BANK_STAFF, ({ accountRef, state, ...page }, _request, { views }) =>
    views.list(ownMeasures, { ...pageOptions(page, { accountRef, state }), orderBy: 'since', descending: true }),
  ),
  queryRoute(bankOpenFieldsV1, BANK_STAFF, async ({ fields, purpose }, { actor }, context) => ({
    ok: true,
    fields: await context.open(fields, { actor, purpose }),
  })),
];

interface Page {
  readonly limit: number;
  readonly after?: string | undefined;
}

/** what stands follows from the ends that the rows name, whether or not an alarm has recorded them. Cursors are of the stops; freezes come with the first page. */
function standing(page: Page, { views, clock }: NodeContext) {
  const now = clock.now();
  const stops = views.list(policeStops, { ...pageOptions(page, { state: 'applied' }), orderBy: 'receivedAt' });
  const freezes =
    page.after === undefined ? views.list(policeFreezes, { ...pageOptions(page, { state: 'applied' }), orderBy: 'receivedAt' }) : undefined;
  return {
    stops: { ...stops, items: stops.items.filter(({ row }) => row.lapsesAt !== undefined && isBefore(now, row.lapsesAt)) },
    freezes: (freezes?.items ?? []).map(({ row }) => row).filter(({ endsAt }) => endsAt !== undefined && isBefore(now, endsAt)),
  };
}

function ofAccount(accountRef: string, page: Page, { views }: NodeContext) {
  return {
    stops: views.list(policeStops, { ...pageOptions(page, { accountRef }), orderBy: 'receivedAt' }),
    freezes: views.list(policeFreezes, { ...pageOptions(page, { accountRef }), orderBy: 'receivedAt' }).items.map(({ row }) => row),
  };
}
