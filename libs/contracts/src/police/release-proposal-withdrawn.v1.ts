import { z } from 'zod';
import { type FactOf, fact } from '../fact.ts';
import { accountRef, instant, uuid } from '../words.ts';

/** The stop stays: traced money was found there after all, or an officer keeps it. To city. */
export const releaseProposalWithdrawnV1 = fact('police.release-proposal-withdrawn.v1', {
  proposalId: uuid,
  orderId: uuid,
  caseId: uuid,
  accountRef,
  why: z.enum(['traced-again', 'declined']),
  withdrawnAt: instant,
});
export type ReleaseProposalWithdrawnV1 = FactOf<typeof releaseProposalWithdrawnV1>;
