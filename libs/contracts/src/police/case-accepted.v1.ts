import { type FactOf, fact } from '../fact.ts';
import { instant, uuid } from '../words.ts';

/** The report was accepted: the 30 minutes for the entry run, and the days for the filing decision. To city and office. */
export const caseAcceptedV1 = fact('police.case-accepted.v1', {
  caseId: uuid,
  acceptedAt: instant,
  entryDueAt: instant,
  /** */
  filingDueAt: instant.optional(),
});
export type CaseAcceptedV1 = FactOf<typeof caseAcceptedV1>;
