import { cityWarningsV1 } from '@interlock/contracts';
import { type NodeContext, type QueryRoute, type Request, invalid } from '@interlock/kernel';
import { WARNING_READERS } from '../access.ts';
import { twoWayPage } from '../two-way-page.ts';
import { type WarningRow, warnings } from './warnings.view.ts';

/** The warning desk only: to everybody else a warning is told by the office, if it is theirs to deliver. */
export const warningQueries: readonly QueryRoute[] = [{ name: cityWarningsV1.name, roles: WARNING_READERS, answer: answerWarnings }];

async function answerWarnings(request: Request, context: NodeContext): Promise<unknown> {
  const read = cityWarningsV1.read(request.body);
  if (!read.ok) return invalid(read.problems);
  const { limit, after, backwards, level, state, unit } = read.body;
  const where = { ...(level !== undefined && { level }), ...(state !== undefined && { state }), ...(unit !== undefined && { unit }) };
  const page = twoWayPage<WarningRow>(context.views, warnings, {
    ...{ where, orderBy: 'issuedAt', descending: true, limit, backwards },
    ...(after !== undefined && { after }),
  });
  const items = page.items.map(({ cursor, row }) => ({ cursor, warning: row }));
  const endCursor = items.at(-1)?.cursor;
  return { items, hasMore: page.hasMore, ...(endCursor !== undefined && { endCursor }) };
}
