import { z } from 'zod';
import { type BodyOf, query } from '../../request.ts';
import { member, uuid } from '../../words.ts';
import { twoWayPage } from '../words.ts';

/** Duties by member or case, the overdue first, then the open ones by due time, then the rest. A member's people see their own. */
export const cityDutiesV1 = query('city.duties.v1', {
  ...twoWayPage,
  member: member.optional(),
  caseId: uuid.optional(),
  state: z.enum(['assigned', 'accepted', 'done', 'checked', 'lifted']).optional(),
});
export type CityDutiesV1 = BodyOf<typeof cityDutiesV1>;
