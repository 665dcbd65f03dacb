import { z } from 'zod';
import { type BodyOf, page, query } from '../../request.ts';
import { accountRef, uuid } from '../../words.ts';

/** Stop orders in the order made. `mismatched`: refused by the bank and not yet corrected. `standing`: applied and not over. */
export const stopOrdersV1 = query('police.stop-orders.v1', {
  state: z
    .enum(['awaiting', 'standing', 'mismatched', 'corrected', 'refused-by-bank', 'refused-by-law', 'lapsed', 'released', 'continued'])
    .optional(),
  caseId: uuid.optional(),
  accountRef: accountRef.optional(),
  ...page,
});
export type StopOrdersV1 = BodyOf<typeof stopOrdersV1>;
