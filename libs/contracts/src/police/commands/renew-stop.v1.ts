import { type BodyOf, command } from '../../request.ts';
import { accountRef, uuid } from '../../words.ts';

/** The second stop of an account, starting where the standing one (`orderId`) ends (100105, R-117), with the second officer's token. Outcome: accountRef, orderId, number. */
export const renewStopV1 = command('police.renew-stop.v1', { accountRef, orderId: uuid });
export type RenewStopV1 = BodyOf<typeof renewStopV1>;
