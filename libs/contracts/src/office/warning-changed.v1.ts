import { z } from 'zod';
import { type FactOf, fact } from '../fact.ts';
import { fen, instant, member, unit, uuid } from '../words.ts';
import { lossLearning, post, scamType, warningChannel, warningLevel, warningOutcome, warningSource, warningState } from './words.ts';

/** What became of a warning, without anything of the person warned. To city. Each fact carries what it changes. */
export const warningChangedV1 = fact('office.warning-changed.v1', {
  warningId: uuid,
  change: z.enum([
    ...(['issued', 'sent', 'signed', 'delivered', 'read', 'contacted', 'climbed', 'overdue', 'outcome', 'closed'] as const),
    ...(['watch-ended', 'reopened', 'loss-linked', 'transfer-asked', 'transfer-declined', 'transferred'] as const),
  ]),
  at: instant,
  level: warningLevel,
  state: warningState,
  unit: unit.optional(),
  source: warningSource.optional(),
  scamType: scamType.optional(),
  owner: z.object({ member, post }).optional(),
  /** The channel used or climbed to. */
  step: z.union([warningChannel, z.literal('hold-request')]).optional(),
  /** What is overdue. */
  what: z.enum(['sign', 'first-contact', 'in-person']).optional(),
  rule: z.string().optional(),
  outcome: warningOutcome.optional(),
  watchUntil: instant.optional(),
  caseId: uuid.optional(),
  /** Of this case alone. */
  lostFen: fen.optional(),
  learning: lossLearning.optional(),
});
export type WarningChangedV1 = FactOf<typeof warningChangedV1>;
