import { z } from 'zod';
import { keyword } from '../../member-words.ts';
import { type BodyOf, command } from '../../request.ts';
import { instant, uuid } from '../../words.ts';
import { day, warningChannel, warningOutcome } from '../words.ts';

/**
 * what came of the warning. With `closing` it is closed, too: then every item of R-506 is needed, and what is missing is named.
 * Without it the warning stays open.
 */
export const recordWarningOutcomeV1 = command('office.record-warning-outcome.v1', {
  warningId: uuid,
  outcome: warningOutcome,
  closing: z
    .strictObject({
      identityConfirmed: z.boolean().default(false),
      channel: warningChannel.optional(),
      /** When the person was spoken to. */
      at: instant.optional(),
      evidence: z.array(keyword).max(20).default([]),
      nextCheckOn: day.optional(),
    })
    .optional(),
});
export type RecordWarningOutcomeV1 = BodyOf<typeof recordWarningOutcomeV1>;
