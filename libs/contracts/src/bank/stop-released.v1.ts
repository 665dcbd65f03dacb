import { type FactOf, fact } from '../fact.ts';
import { accountRef, answerCode, instant, member, uuid } from '../words.ts';

/** Feedback 100104: released before its end, or refused with 1900. To police and city. */
export const stopReleasedV1 = fact('bank.stop-released.v1', {
  orderId: uuid,
  accountRef,
  bank: member,
  code: answerCode,
  releasedAt: instant,
});
export type StopReleasedV1 = FactOf<typeof stopReleasedV1>;
