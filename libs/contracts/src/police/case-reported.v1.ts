import { z } from 'zod';
import { type FactOf, fact } from '../fact.ts';
import { instant, unit, uuid } from '../words.ts';

/** A report was registered and its receipt given; what R-102 still lacks is named. To city and office. */
export const caseReportedV1 = fact('police.case-reported.v1', {
  caseId: uuid,
  caseNo: z.string(),
  by: z.enum(['victim', 'bank']),
  unit,
  reportedAt: instant,
  scamType: z.string().optional(),
  missing: z.array(z.string()),
});
export type CaseReportedV1 = FactOf<typeof caseReportedV1>;
