import { z } from 'zod';
import { type BodyOf, page, query } from '../../request.ts';
import { numberRef } from '../../words.ts';

/** Measures on lines, the newest first. */
export const lineMeasuresV1 = query('telecom.line-measures.v1', {
  numberRef: numberRef.optional(),
  state: z.enum(['beginning', 'standing', 'restoring', 'restored', 'unknown-line']).optional(),
  ...page,
});
export type LineMeasuresV1 = BodyOf<typeof lineMeasuresV1>;
