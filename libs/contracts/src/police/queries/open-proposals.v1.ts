import { type BodyOf, page, query } from '../../request.ts';
import { accountRef, uuid } from '../../words.ts';

/** Proposals that wait for an officer, in the order made: {proposalId, caseId, accountRef, bank, proposedAt, because}. */
export const openProposalsV1 = query('police.open-proposals.v1', {
  caseId: uuid.optional(),
  accountRef: accountRef.optional(),
  ...page,
});
export type OpenProposalsV1 = BodyOf<typeof openProposalsV1>;
