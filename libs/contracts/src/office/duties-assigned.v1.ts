import { z } from 'zod';
import { type FactOf, fact } from '../fact.ts';
import { instant, member, uuid } from '../words.ts';
import { dutyId, post } from './words.ts';

/** Duties of a case from a template, each with exactly one accountable member and post. To city. */
export const dutiesAssignedV1 = fact('office.duties-assigned.v1', {
  caseId: uuid,
  template: z.string(),
  version: z.int().min(1),
  assignedAt: instant,
  duties: z.array(z.object({ dutyId, code: z.string(), zh: z.string(), en: z.string(), rule: z.string(), member, post, dueAt: instant })),
});
export type DutiesAssignedV1 = FactOf<typeof dutiesAssignedV1>;
