import { type BodyOf, command } from '../../request.ts';
import { accountRef, uuid } from '../../words.ts';
import { statedByReporter } from '../account-words.ts';

/**
 * A new order after a mismatch, with the same number and the second officer's token. What `corrected` leaves out is taken from what the
 * paying account's bank knows. Outcome: accountRef, orderId, number, namedFen.
 */
export const correctStopV1 = command('police.correct-stop.v1', { accountRef, orderId: uuid, corrected: statedByReporter.optional() });
export type CorrectStopV1 = BodyOf<typeof correctStopV1>;
