import { type FactOf, fact } from '../fact.ts';
import { accountRef, instant, member, uuid } from '../words.ts';

/** The bank ended its own hold. To police and city. */
export const ownHoldLiftedV1 = fact('bank.own-hold-lifted.v1', {
  measureId: uuid,
  accountRef,
  bank: member,
  liftedAt: instant,
});
export type OwnHoldLiftedV1 = FactOf<typeof ownHoldLiftedV1>;
