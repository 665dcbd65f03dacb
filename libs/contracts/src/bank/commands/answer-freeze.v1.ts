import { type BodyOf, command } from '../../request.ts';
import { accountRef, uuid } from '../../words.ts';

/** The operator answers a freeze (100201): frozen up to the free balance, or queued where nothing is free. */
export const answerFreezeV1 = command('bank.answer-freeze.v1', { accountRef, freezeId: uuid });
export type AnswerFreezeV1 = BodyOf<typeof answerFreezeV1>;
