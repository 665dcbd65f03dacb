import { type BodyOf, command } from '../../request.ts';
import { member, uuid } from '../../words.ts';

/** Takes a shift off the rota. */
export const cancelShiftV1 = command('office.cancel-shift.v1', { member, shiftId: uuid });
export type CancelShiftV1 = BodyOf<typeof cancelShiftV1>;
