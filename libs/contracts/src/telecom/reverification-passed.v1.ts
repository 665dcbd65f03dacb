import { z } from 'zod';
import { type FactOf, fact } from '../fact.ts';
import { instant, member, numberRef, uuid } from '../words.ts';

/** The user was verified, in time or late (then the line is restored, R-606). To police, office and city. */
export const reverificationPassedV1 = fact('telecom.reverification-passed.v1', {
  askId: uuid,
  numberRef,
  operator: member,
  how: z.enum(['shop', 'online']),
  passedAt: instant,
});
export type ReverificationPassedV1 = FactOf<typeof reverificationPassedV1>;
