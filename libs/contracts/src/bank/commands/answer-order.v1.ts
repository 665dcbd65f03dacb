import { type BodyOf, command } from '../../request.ts';
import { accountRef, uuid } from '../../words.ts';

/** The operator answers a stop order: the bank compares and holds, or refuses. Outcome: `state` is `answering`, or `refused` with `code` and `rule`. */
export const answerOrderV1 = command('bank.answer-order.v1', { accountRef, orderId: uuid });
export type AnswerOrderV1 = BodyOf<typeof answerOrderV1>;
