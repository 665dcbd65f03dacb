import { z } from 'zod';
import { type BodyOf, page, query } from '../../request.ts';
import { accountRef } from '../../words.ts';

/** What waits for the bank's people: orders, releases, details, freezes, lifts, appeals, and the watches that run. */
export const openTasksV1 = query('bank.open-tasks.v1', {
  kind: z.enum(['stop', 'release', 'detail', 'watch', 'freeze', 'lift', 'appeal']).optional(),
  accountRef: accountRef.optional(),
  ...page,
});
export type OpenTasksV1 = BodyOf<typeof openTasksV1>;
