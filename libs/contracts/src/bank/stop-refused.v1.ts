import { type FactOf, fact } from '../fact.ts';
import { accountRef, answerCode, instant, member, uuid } from '../words.ts';

/** Feedback 100102 with a refusal: nothing is held. To police and city. */
export const stopRefusedV1 = fact('bank.stop-refused.v1', {
  orderId: uuid,
  accountRef,
  bank: member,
  code: answerCode,
  answeredAt: instant,
});
export type StopRefusedV1 = FactOf<typeof stopRefusedV1>;
