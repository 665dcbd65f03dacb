import { type BodyOf, command } from '../../request.ts';
import { accountRef, uuid } from '../../words.ts';

/** An officer declines a proposal, of a stop or of its release. Outcome: accountRef, proposalId. */
export const withdrawProposalV1 = command('police.withdraw-proposal.v1', { accountRef, proposalId: uuid });
export type WithdrawProposalV1 = BodyOf<typeof withdrawProposalV1>;
