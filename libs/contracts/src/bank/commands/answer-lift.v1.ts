import { type BodyOf, command } from '../../request.ts';
import { accountRef, uuid } from '../../words.ts';

/** The operator answers a lift (100203, R-211). Outcome: `state` is `lifting`, `lifted` (nothing was frozen yet) or `over` (it had run out, R-205). */
export const answerLiftV1 = command('bank.answer-lift.v1', { accountRef, freezeId: uuid });
export type AnswerLiftV1 = BodyOf<typeof answerLiftV1>;
