import { z } from 'zod';
import { type BodyOf, page, query } from '../../request.ts';

/** Cases, the newest report first. */
export const casesV1 = query('police.cases.v1', {
  state: z.enum(['reported', 'accepted', 'entered', 'filed', 'filing-refused', 'transferred', 'withdrawn', 'closed']).optional(),
  ...page,
});
export type CasesV1 = BodyOf<typeof casesV1>;
