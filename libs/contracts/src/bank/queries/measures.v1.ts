import { z } from 'zod';
import { type BodyOf, page, query } from '../../request.ts';
import { accountRef } from '../../words.ts';

/** The bank's own measures, the newest first. */
export const measuresV1 = query('bank.measures.v1', {
  accountRef: accountRef.optional(),
  state: z.enum(['standing', 'appealed', 'lifted']).optional(),
  ...page,
});
export type MeasuresV1 = BodyOf<typeof measuresV1>;
