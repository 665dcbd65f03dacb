import { z } from 'zod';
import { type BodyOf, command } from '../../request.ts';
import { uuid } from '../../words.ts';

/** The report is accepted: the clocks of start. A `complex` review is for an approving head's own token too. Outcome: caseId, acceptedAt, entryDueAt, filingDueAt. */
export const acceptCaseV1 = command('police.accept-case.v1', {
  caseId: uuid,
  review: z.enum(['ordinary', 'leads', 'complex']).default('ordinary'),
});
export type AcceptCaseV1 = BodyOf<typeof acceptCaseV1>;
