import { type FactOf, fact } from '../fact.ts';
import { instant, uuid } from '../words.ts';

/** The case was filed on the approving head’s word; freezes are possible from here on. To city and office. */
export const caseFiledV1 = fact('police.case-filed.v1', {
  caseId: uuid,
  filingId: uuid,
  filedAt: instant,
});
export type CaseFiledV1 = FactOf<typeof caseFiledV1>;
