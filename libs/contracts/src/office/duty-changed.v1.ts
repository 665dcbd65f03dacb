import { z } from 'zod';
import { type FactOf, fact } from '../fact.ts';
import { instant, member, uuid } from '../words.ts';
import { dutyId, post } from './words.ts';

/** What became of one duty. `member` is the one accountable from here on. To city. */
export const dutyChangedV1 = fact('office.duty-changed.v1', {
  caseId: uuid,
  dutyId,
  change: z.enum([
    ...(['accepted', 'handover-offered', 'handover-declined', 'handed-over', 'done', 'checked', 'returned'] as const),
    ...(['overdue', 'escalated', 'replied', 'lifted', 'holder-missing', 'holder-found'] as const),
  ]),
  at: instant,
  member,
  post: post.optional(),
  /** Whom a handover is offered to. */
  offeredTo: z.object({ member, post }).optional(),
  late: z.boolean().optional(),
  /** R-811, D-03: which step of the ladder, who hears of it, and the rule that fired. */
  level: z.int().min(0).optional(),
  to: z.enum(['holder', 'deputy', 'joint-office', 'leading-group']).optional(),
  step: z.string().optional(),
  rule: z.string().optional(),
});
export type DutyChangedV1 = FactOf<typeof dutyChangedV1>;
