import { type BodyOf, command, text } from '../../request.ts';
import { accountRef, uuid } from '../../words.ts';

/** Ends a stop before its time (100103, R-117). Outcome: accountRef, orderId. */
export const releaseStopV1 = command('police.release-stop.v1', { accountRef, orderId: uuid, reason: text(1_000) });
export type ReleaseStopV1 = BodyOf<typeof releaseStopV1>;
