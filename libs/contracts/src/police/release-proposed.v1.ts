import { type FactOf, fact } from '../fact.ts';
import { accountRef, instant, member, uuid } from '../words.ts';

/** A recount left nothing traced under a stop: its release is proposed; an officer decides. To city. */
export const releaseProposedV1 = fact('police.release-proposed.v1', {
  proposalId: uuid,
  orderId: uuid,
  caseId: uuid,
  accountRef,
  bank: member,
  proposedAt: instant,
});
export type ReleaseProposedV1 = FactOf<typeof releaseProposedV1>;
