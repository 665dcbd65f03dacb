import { z } from 'zod';
import { type BodyOf, page, query } from '../../request.ts';
import { numberRef } from '../../words.ts';

/** What waits for the operator's people: line stops asked by the police, verifications that run, restorations with their clock. */
export const lineTasksV1 = query('telecom.open-tasks.v1', {
  kind: z.enum(['request', 'reverification', 'restoration']).optional(),
  numberRef: numberRef.optional(),
  ...page,
});
export type LineTasksV1 = BodyOf<typeof lineTasksV1>;
