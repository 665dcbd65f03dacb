import { z } from 'zod';
import { type FactOf, fact } from '../fact.ts';
import { instant, uuid } from '../words.ts';

/** The case left the desk: filing refused, withdrawn, transferred or closed. To city and office. */
export const caseEndedV1 = fact('police.case-ended.v1', {
  caseId: uuid,
  how: z.enum(['filing-refused', 'withdrawn', 'transferred', 'closed']),
  endedAt: instant,
});
export type CaseEndedV1 = FactOf<typeof caseEndedV1>;
