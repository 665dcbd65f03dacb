import { z } from 'zod';
import { type FactOf, fact } from '../fact.ts';
import { accountRef, fen, instant, member, signer, uuid } from '../words.ts';

/** Message 100201: freeze this sum of this case. To the bank and city. */
export const freezeOrderedV1 = fact('police.freeze-ordered.v1', {
  freezeId: uuid,
  applicationId: z.string().length(36),
  caseId: uuid,
  caseNo: z.string(),
  accountRef,
  bank: member,
  sumFen: fen,
  filingId: uuid,
  orderedAt: instant,
  /** counted from the bank’s answer. */
  months: z.int().min(1),
  /** the head who approved it. Unset in orders of before a bank was told. */
  approvedBy: signer.optional(),
});
export type FreezeOrderedV1 = FactOf<typeof freezeOrderedV1>;
