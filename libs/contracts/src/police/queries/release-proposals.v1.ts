import { type BodyOf, page, query } from '../../request.ts';
import { accountRef, uuid } from '../../words.ts';

/** Stops over nothing that is traced, which wait for an officer to release or keep them: {proposalId, orderId, caseId, accountRef, bank, proposedAt, because}. */
export const releaseProposalsV1 = query('police.release-proposals.v1', {
  caseId: uuid.optional(),
  accountRef: accountRef.optional(),
  ...page,
});
export type ReleaseProposalsV1 = BodyOf<typeof releaseProposalsV1>;
