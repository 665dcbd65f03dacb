import { type BodyOf, command } from '../../request.ts';
import { accountRef, uuid } from '../../words.ts';

/** From now on the bank reports each booking of the account (100305, R-127). One watch per account. Outcome: accountRef, watchId. */
export const watchAccountV1 = command('police.watch-account.v1', { accountRef, caseId: uuid });
export type WatchAccountV1 = BodyOf<typeof watchAccountV1>;
