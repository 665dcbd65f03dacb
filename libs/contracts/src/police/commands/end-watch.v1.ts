import { type BodyOf, command } from '../../request.ts';
import { accountRef, uuid } from '../../words.ts';

/** The watch is over (100307). Outcome: accountRef, watchId. */
export const endWatchV1 = command('police.end-watch.v1', { accountRef, watchId: uuid });
export type EndWatchV1 = BodyOf<typeof endWatchV1>;
