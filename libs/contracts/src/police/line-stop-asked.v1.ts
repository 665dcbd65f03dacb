import { z } from 'zod';
import { type FactOf, fact } from '../fact.ts';
import { instant, numberRef, uuid } from '../words.ts';

/** An officer asks an operator to shut, restrict or hold a line. To the operator. */
export const lineStopAskedV1 = fact('police.line-stop-asked.v1', {
  requestId: uuid,
  numberRef,
  kind: z.enum(['suspend', 'restrict-outgoing', 'protective-hold']),
  legalBasis: z.string(),
  grade: z.enum(['low', 'medium', 'high']),
  askedAt: instant,
  /** When a protective hold is to end. */
  until: instant.optional(),
});
export type LineStopAskedV1 = FactOf<typeof lineStopAskedV1>;
