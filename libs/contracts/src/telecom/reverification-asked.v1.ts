import { z } from 'zod';
import { type FactOf, fact } from '../fact.ts';
import { instant, member, numberRef, uuid } from '../words.ts';

/** The line's user was told to verify again, by `dueAt` (R-601: 24 hours). To police, office and city. */
export const reverificationAskedV1 = fact('telecom.reverification-asked.v1', {
  askId: uuid,
  numberRef,
  operator: member,
  ground: z.string(),
  legalBasis: z.string(),
  requester: z.string(),
  grade: z.string(),
  askedAt: instant,
  dueAt: instant,
});
export type ReverificationAskedV1 = FactOf<typeof reverificationAskedV1>;
