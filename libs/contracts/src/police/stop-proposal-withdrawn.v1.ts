import { type FactOf, fact } from '../fact.ts';
import { accountRef, instant, uuid } from '../words.ts';

/** A proposal is off: nothing traced is left there, or a stop or order stands already. To city. */
export const stopProposalWithdrawnV1 = fact('police.stop-proposal-withdrawn.v1', {
  proposalId: uuid,
  caseId: uuid,
  accountRef,
  withdrawnAt: instant,
});
export type StopProposalWithdrawnV1 = FactOf<typeof stopProposalWithdrawnV1>;
