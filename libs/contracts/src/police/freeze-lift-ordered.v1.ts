import { type FactOf, fact } from '../fact.ts';
import { accountRef, instant, uuid } from '../words.ts';

/** Message 100203: lift the freeze. To the bank. */
export const freezeLiftOrderedV1 = fact('police.freeze-lift-ordered.v1', {
  freezeId: uuid,
  caseId: uuid,
  accountRef,
  orderedAt: instant,
});
export type FreezeLiftOrderedV1 = FactOf<typeof freezeLiftOrderedV1>;
