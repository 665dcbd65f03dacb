import { type FactOf, fact } from '../fact.ts';
import { z } from 'zod';
import { instant, member, numberRef, uuid } from '../words.ts';

/** A line stop asked by the police was not done: no such line here, or the operator's reason. To police. */
export const lineRequestRefusedV1 = fact('telecom.line-request-refused.v1', {
  requestId: uuid,
  numberRef,
  operator: member,
  reason: z.string(),
  refusedAt: instant,
});
export type LineRequestRefusedV1 = FactOf<typeof lineRequestRefusedV1>;
