import { z } from 'zod';
import { type BodyOf, command } from '../../request.ts';
import { uuid } from '../../words.ts';

/** The other district takes the warning, or not: sent by somebody of that unit. */
export const answerWarningMoveV1 = command('office.answer-warning-move.v1', { warningId: uuid, accept: z.boolean() });
export type AnswerWarningMoveV1 = BodyOf<typeof answerWarningMoveV1>;
