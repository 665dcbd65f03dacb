import { type BodyOf, command } from '../../request.ts';
import { accountRef, instant, uuid } from '../../words.ts';

/** An officer asks for every booking of an account from a moment on (100301, R-124). Outcome: accountRef, askId. */
export const askDetailV1 = command('police.ask-detail.v1', { accountRef, caseId: uuid, from: instant });
export type AskDetailV1 = BodyOf<typeof askDetailV1>;
