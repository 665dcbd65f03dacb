import { type BodyOf, command } from '../../request.ts';
import { instant, member } from '../../words.ts';
import { staff } from '../words.ts';

/** One shift of a member's duty rota at the centre. Its id is the command's id. Outcome: shiftId. */
export const planShiftV1 = command('office.plan-shift.v1', { member, person: staff, from: instant, until: instant });
export type PlanShiftV1 = BodyOf<typeof planShiftV1>;
