import { z } from 'zod';
import { type BodyOf, page, query } from '../../request.ts';
import { numberRef } from '../../words.ts';

/** What operators were asked, and what they answered, in the order asked. */
export const lineRequestsV1 = query('police.line-requests.v1', {
  state: z.enum(['awaiting', 'done', 'refused']).optional(),
  numberRef: numberRef.optional(),
  ...page,
});
export type LineRequestsV1 = BodyOf<typeof lineRequestsV1>;
