import { bankOpenFieldsV1, holdsV1, measuresV1, openTasksV1 } from '@interlock/contracts';
import { type ListOptions, type NodeContext, type QueryRoute, isBefore } from '@interlock/kernel';
import { policeFreezes } from './account-freeze/police-freezes.view.ts';
import { policeStops } from './account-hold/police-stops.view.ts';
import { ownMeasures } from './bank-measure/own-measures.view.ts';
import { queryRoute } from './handling.ts';
import { openTasks } from './tasks/open-tasks.view.ts';

export const bankQueries: readonly QueryRoute[] = [
  queryRoute(openTasksV1, ({ kind, accountRef, ...page }, { views }) =>
    views.list(openTasks, { ...options(page, { kind, accountRef }), orderBy: 'since' }),
  ),
  queryRoute(holdsV1, ({ accountRef, ...page }, context) =>
    accountRef === undefined ? standing(page, context) : ofAccount(accountRef, page, context),
  ),
  queryRoute(measuresV1, ({ accountRef, state, ...page }, { views }) =>
    views.list(ownMeasures, { ...options(page, { accountRef, state }), orderBy: 'since', descending: true }),
  ),
  queryRoute(bankOpenFieldsV1, async ({ fields, purpose }, context, { actor }) => ({
    ok: true,
    fields: await context.open(fields, { actor, purpose }),
  })),
];

interface Page {
  readonly limit: number;
  readonly after?: string | undefined;
}

function options({ limit, after }: Page, where: Readonly<Record<string, string | undefined>>): ListOptions {
  const asked = Object.entries(where).flatMap(([field, value]) => (value === undefined ? [] : [[field, value] as const]));
  return { limit, where: Object.fromEntries(asked), ...(after !== undefined && { after }) };
}

/** what stands follows from the ends that the rows name, whether or not an alarm has recorded them. Cursors are of the stops; freezes come with the first page. */
function standing(page: Page, { views, clock }: NodeContext) {
  const now = clock.now();
  const stops = views.list(policeStops, { ...options(page, { state: 'applied' }), orderBy: 'receivedAt' });
  const freezes =
    page.after === undefined ? views.list(policeFreezes, { ...options(page, { state: 'applied' }), orderBy: 'receivedAt' }) : undefined;
  return {
    stops: { ...stops, items: stops.items.filter(({ row }) => row.lapsesAt !== undefined && isBefore(now, row.lapsesAt)) },
    freezes: (freezes?.items ?? []).map(({ row }) => row).filter(({ endsAt }) => endsAt !== undefined && isBefore(now, endsAt)),
  };
}

function ofAccount(accountRef: string, page: Page, { views }: NodeContext) {
  return {
    stops: views.list(policeStops, { ...options(page, { accountRef }), orderBy: 'receivedAt' }),
    freezes: views.list(policeFreezes, { ...options(page, { accountRef }), orderBy: 'receivedAt' }).items.map(({ row }) => row),
  };
}
