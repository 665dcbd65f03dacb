import { type BodyOf, command } from '../../request.ts';
import { uuid } from '../../words.ts';
import { dutyId } from '../words.ts';

/** The accountable member takes the duty on. */
export const acceptDutyV1 = command('office.accept-duty.v1', { caseId: uuid, dutyId });
export type AcceptDutyV1 = BodyOf<typeof acceptDutyV1>;
