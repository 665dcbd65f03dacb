import { cityDutiesV1 } from '@interlock/contracts';
import { type NodeContext, type QueryRoute, type Request, invalid } from '@interlock/kernel';
import { MEMBER_READERS, sees, sightOf } from '../access.ts';
import { twoWayPage } from '../two-way-page.ts';
import { type DutyRow, duties } from './duties.view.ts';

export const dutyQueries: readonly QueryRoute[] = [{ name: cityDutiesV1.name, roles: MEMBER_READERS, answer: answerDuties }];

/** police and office see who owes what; everybody else what their own member owes, also where they ask for more. */
async function answerDuties(request: Request, context: NodeContext): Promise<unknown> {
  const read = cityDutiesV1.read(request.body);
  if (!read.ok) return invalid(read.problems);
  const { limit, after, backwards, member, caseId, state } = read.body;
  const sight = sightOf(request.actor);
  if (member !== undefined && !sees(sight, member)) return { items: [], hasMore: false };
  const seen = sight.whole ? member : sight.member;
  const where = {
    ...(seen !== undefined && { member: seen }),
    ...(caseId !== undefined && { caseId }),
    ...(state !== undefined && { state }),
  };
  const page = twoWayPage<DutyRow>(context.views, duties, {
    ...{ where, orderBy: 'rank', limit, backwards },
    ...(after !== undefined && { after }),
  });
  const items = page.items.map(({ cursor, row: { rank: _rank, ...duty } }) => ({ cursor, duty }));
  const endCursor = items.at(-1)?.cursor;
  return { items, hasMore: page.hasMore, ...(endCursor !== undefined && { endCursor }) };
}
