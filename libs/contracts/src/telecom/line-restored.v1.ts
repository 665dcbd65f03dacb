import { z } from 'zod';
import { type FactOf, fact } from '../fact.ts';
import { instant, member, numberRef, uuid } from '../words.ts';

/** A measure on a line is over. To police, office and city. */
export const lineRestoredV1 = fact('telecom.line-restored.v1', {
  measureId: uuid,
  numberRef,
  operator: member,
  reason: z.string(),
  restoredAt: instant,
  /** False while another measure still stands on the line. */
  lineOpen: z.boolean(),
});
export type LineRestoredV1 = FactOf<typeof lineRestoredV1>;
