import { z } from 'zod';
import { type BodyOf, command } from '../../request.ts';
import { instant, uuid } from '../../words.ts';

/** the person read the warning; whether it was acknowledged, too, is recorded apart. */
export const recordWarningReadV1 = command('office.record-warning-read.v1', {
  warningId: uuid,
  /** Now if left out. */
  readAt: instant.optional(),
  acknowledged: z.boolean().default(false),
});
export type RecordWarningReadV1 = BodyOf<typeof recordWarningReadV1>;
