import { z } from 'zod';
import { type FactOf, fact } from '../fact.ts';
import { accountRef, fen, instant, member, signer, statedAccount, uuid } from '../words.ts';

/** Message 100101 (or 100105 where `continues` is set): stop this account. To the bank and city. */
export const stopOrderedV1 = fact('police.stop-ordered.v1', {
  orderId: uuid,
  /** 36 characters. */
  applicationId: z.string().length(36),
  caseId: uuid,
  caseNo: z.string(),
  accountRef,
  bank: member,
  /** Which stop of the account over all cases. A correction keeps it. */
  number: z.int().min(1),
  stated: statedAccount,
  /** Traced money then known on the account, all cases. */
  namedFen: fen,
  /** First traced inflow known: the report begins there. */
  firstInflowAt: instant,
  orderedAt: instant,
  urgency: z.enum(['normal', 'urgent']),
  /** the handling officer first, then the second one. Unset in orders of before a bank was told who signs. */
  signers: z.array(signer).optional(),
  /** The account that paid the sum stated, where the police know it. */
  paidFrom: accountRef.optional(),
  corrects: uuid.optional(),
  /** The order whose stop this one continues, and when that one ends. */
  continues: z.object({ orderId: uuid, until: instant }).optional(),
});
export type StopOrderedV1 = FactOf<typeof stopOrderedV1>;
