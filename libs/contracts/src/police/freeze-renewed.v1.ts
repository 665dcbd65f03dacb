import { type FactOf, fact } from '../fact.ts';
import { accountRef, instant, uuid } from '../words.ts';

/** Message 100205: a freeze runs on. To the bank and city. */
export const freezeRenewedV1 = fact('police.freeze-renewed.v1', {
  freezeId: uuid,
  caseId: uuid,
  accountRef,
  until: instant,
});
export type FreezeRenewedV1 = FactOf<typeof freezeRenewedV1>;
