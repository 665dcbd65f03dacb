import { z } from 'zod';
import { type FactOf, fact } from '../fact.ts';
import { instant, unit, uuid } from '../words.ts';

/** A limit of the case passed without the act: the entry, the filing decision, the service of a refusal to file. To city. */
export const caseOverdueV1 = fact('police.case-overdue.v1', {
  caseId: uuid,
  unit,
  deadline: z.enum(['entry', 'filing', 'service']),
  rule: z.enum(['R-103', 'R-121', 'R-122']),
  dueAt: instant,
});
export type CaseOverdueV1 = FactOf<typeof caseOverdueV1>;
