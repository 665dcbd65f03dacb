import { type FactOf, fact } from '../fact.ts';
import { accountRef, instant, uuid } from '../words.ts';

/** A freeze ran out unrenewed. To the bank and city. */
export const freezeLapsedV1 = fact('police.freeze-lapsed.v1', {
  freezeId: uuid,
  caseId: uuid,
  accountRef,
  lapsedAt: instant,
});
export type FreezeLapsedV1 = FactOf<typeof freezeLapsedV1>;
