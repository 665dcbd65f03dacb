import { z } from 'zod';
import { type FactOf, fact } from '../fact.ts';
import { instant, uuid } from '../words.ts';

/** What became of a warning by text or call. To office and city. */
export const warningDeliveredV1 = fact('telecom.warning-delivered.v1', {
  warningId: uuid,
  /** The ask that this answers. */
  askId: uuid.optional(),
  channel: z.enum(['sms', 'ai-call', 'human-call']),
  at: instant,
  result: z.enum(['delivered', 'answered', 'no-answer', 'busy', 'unknown-number']),
});
export type WarningDeliveredV1 = FactOf<typeof warningDeliveredV1>;
