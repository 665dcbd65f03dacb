import { z } from 'zod';
import { type FactOf, fact } from '../fact.ts';
import { accountRef, instant, member, uuid } from '../words.ts';

/** The bank holds an account in question by its own authority. To police and city. */
export const ownHoldAppliedV1 = fact('bank.own-hold-applied.v1', {
  measureId: uuid,
  accountRef,
  bank: member,
  reason: z.string(),
  since: instant,
});
export type OwnHoldAppliedV1 = FactOf<typeof ownHoldAppliedV1>;
