import { z } from 'zod';
import { type BodyOf, command } from '../../request.ts';
import { uuid } from '../../words.ts';
import { dutyId } from '../words.ts';

/** The member a duty is offered to takes it, or not. */
export const answerHandoverV1 = command('office.answer-handover.v1', { caseId: uuid, dutyId, accept: z.boolean() });
export type AnswerHandoverV1 = BodyOf<typeof answerHandoverV1>;
