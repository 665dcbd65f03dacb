import { type BodyOf, command } from '../../request.ts';
import { accountRef, uuid } from '../../words.ts';

/** The operator answers a detail request (100301, R-124): every booking from the moment asked up to now is reported. */
export const answerDetailV1 = command('bank.answer-detail.v1', { accountRef, askId: uuid });
export type AnswerDetailV1 = BodyOf<typeof answerDetailV1>;
