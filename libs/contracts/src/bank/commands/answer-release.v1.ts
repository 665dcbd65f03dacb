import { type BodyOf, command } from '../../request.ts';
import { accountRef, uuid } from '../../words.ts';

/** The operator answers a release (100103, R-117). Outcome: `state` is `releasing`, or `refused` with `code` (1900 too late, 0400 never applied). */
export const answerReleaseV1 = command('bank.answer-release.v1', { accountRef, orderId: uuid });
export type AnswerReleaseV1 = BodyOf<typeof answerReleaseV1>;
