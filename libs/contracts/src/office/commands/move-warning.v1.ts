import { type BodyOf, command } from '../../request.ts';
import { unit, uuid } from '../../words.ts';

/** Asks another district to take the warning over; the owner stays until it accepts (R-505 `moved_jurisdiction`). */
export const moveWarningV1 = command('office.move-warning.v1', { warningId: uuid, toUnit: unit });
export type MoveWarningV1 = BodyOf<typeof moveWarningV1>;
