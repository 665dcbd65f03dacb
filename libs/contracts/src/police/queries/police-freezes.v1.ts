import { z } from 'zod';
import { type BodyOf, page, query } from '../../request.ts';
import { accountRef, uuid } from '../../words.ts';

/** Freezes in the order made; `liftDue` where the case was withdrawn. */
export const policeFreezesV1 = query('police.freezes.v1', {
  state: z.enum(['awaiting', 'in-force', 'queued', 'refused-by-law', 'lapsed', 'lifting', 'lifted']).optional(),
  caseId: uuid.optional(),
  accountRef: accountRef.optional(),
  ...page,
});
export type PoliceFreezesV1 = BodyOf<typeof policeFreezesV1>;
