import { type FactOf, fact } from '../fact.ts';
import { accountRef, instant, uuid } from '../words.ts';

/** A stop is proposed on an account of yours: look, and tell your own holds on it. Account only, no case. To the account’s bank. */
export const accountInQuestionV1 = fact('police.account-in-question.v1', {
  proposalId: uuid,
  accountRef,
  askedAt: instant,
});
export type AccountInQuestionV1 = FactOf<typeof accountInQuestionV1>;
