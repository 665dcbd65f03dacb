import { z } from 'zod';
import { type BodyOf, command } from '../../request.ts';
import { keyword, ownAccount, remedy, riskGrade, why } from '../../member-words.ts';

/**
 * The bank's own measure on an account: `delay`, `restrict` and `suspend` keep the money there. Its id is the command's id.
 * Without reason, remedy channel and papers it is refused, without grade and why too.
 */
export const applyMeasureV1 = command('bank.apply-measure.v1', {
  account: ownAccount,
  kind: z.enum(['verify', 'identify-again', 'delay', 'restrict', 'suspend']),
  reason: keyword.optional(),
  grade: riskGrade.optional(),
  why: why.optional(),
  remedy: remedy.default({}),
});
export type ApplyMeasureV1 = BodyOf<typeof applyMeasureV1>;
