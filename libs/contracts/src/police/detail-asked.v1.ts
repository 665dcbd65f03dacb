import { type FactOf, fact } from '../fact.ts';
import { accountRef, instant, uuid } from '../words.ts';

/** Message 100301: report every booking of the account from that moment on. To the bank. */
export const detailAskedV1 = fact('police.detail-asked.v1', {
  askId: uuid,
  accountRef,
  from: instant,
  askedAt: instant,
});
export type DetailAskedV1 = FactOf<typeof detailAskedV1>;
