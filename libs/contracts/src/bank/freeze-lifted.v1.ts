import { type FactOf, fact } from '../fact.ts';
import { accountRef, instant, member, uuid } from '../words.ts';

/** Feedback 100204. To police and city. */
export const freezeLiftedV1 = fact('bank.freeze-lifted.v1', {
  freezeId: uuid,
  accountRef,
  bank: member,
  liftedAt: instant,
});
export type FreezeLiftedV1 = FactOf<typeof freezeLiftedV1>;
