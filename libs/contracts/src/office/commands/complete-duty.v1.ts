import { z } from 'zod';
import { keyword } from '../../member-words.ts';
import { type BodyOf, command } from '../../request.ts';
import { uuid } from '../../words.ts';
import { dutyId } from '../words.ts';

/** Done, with what shows it: references to records or files, no free text. Late is marked, never blocked. */
export const completeDutyV1 = command('office.complete-duty.v1', { caseId: uuid, dutyId, evidence: z.array(keyword).min(1).max(20) });
export type CompleteDutyV1 = BodyOf<typeof completeDutyV1>;
