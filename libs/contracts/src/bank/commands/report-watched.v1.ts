import { type BodyOf, command } from '../../request.ts';
import { accountRef, instant, uuid } from '../../words.ts';

/**
 * The operator reports what a watched account booked since the last report (100306, R-127), up to `through` where that is named.
 * Possible after the watch, for what happened within it.
 */
export const reportWatchedV1 = command('bank.report-watched.v1', { accountRef, watchId: uuid, through: instant.optional() });
export type ReportWatchedV1 = BodyOf<typeof reportWatchedV1>;
