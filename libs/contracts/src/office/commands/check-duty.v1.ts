import { z } from 'zod';
import { type BodyOf, command } from '../../request.ts';
import { uuid } from '../../words.ts';
import { dutyId } from '../words.ts';

/** The office looks at the evidence: confirms it, or returns the duty. Never the person who did it. */
export const checkDutyV1 = command('office.check-duty.v1', { caseId: uuid, dutyId, result: z.enum(['confirmed', 'returned']) });
export type CheckDutyV1 = BodyOf<typeof checkDutyV1>;
