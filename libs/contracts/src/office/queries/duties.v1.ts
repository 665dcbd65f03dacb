import { z } from 'zod';
import { type BodyOf, page, query } from '../../request.ts';
import { member } from '../../words.ts';

/** Duties, the overdue first, then the open ones by due time, then the rest. A member's people see their own. */
export const dutiesV1 = query('office.duties.v1', {
  member: member.optional(),
  /** Those offered to the member, which another member still answers for. */
  offered: z.boolean().default(false),
  state: z.enum(['assigned', 'accepted', 'done', 'checked', 'lifted']).optional(),
  ...page,
});
export type DutiesV1 = BodyOf<typeof dutiesV1>;
