import { z } from 'zod';
import { type FactOf, fact } from '../fact.ts';
import { instant, member, numberRef, uuid } from '../words.ts';

/** Not verified: failed, or not done in time. The line's suspension follows as a fact of its own. To police, office and city. */
export const reverificationFailedV1 = fact('telecom.reverification-failed.v1', {
  askId: uuid,
  numberRef,
  operator: member,
  how: z.enum(['not-passed', 'not-done']),
  failedAt: instant,
});
export type ReverificationFailedV1 = FactOf<typeof reverificationFailedV1>;
