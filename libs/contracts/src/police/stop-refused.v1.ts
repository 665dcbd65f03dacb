import { z } from 'zod';
import { type FactOf, fact } from '../fact.ts';
import { accountRef, answerCode, instant, member, uuid } from '../words.ts';

/** The law refused an order before it was sent (R-113: 1304). To city. */
export const stopRefusedByLawV1 = fact('police.stop-refused.v1', {
  orderId: uuid,
  caseId: uuid,
  accountRef,
  bank: member,
  number: z.int().min(1),
  rule: z.string(),
  code: answerCode,
  refusedAt: instant,
});
export type StopRefusedByLawV1 = FactOf<typeof stopRefusedByLawV1>;
