import { type FactOf, fact } from '../fact.ts';
import { accountRef, instant, member, uuid } from '../words.ts';

/** The system proposes a stop; an officer decides. To city. */
export const stopProposedV1 = fact('police.stop-proposed.v1', {
  proposalId: uuid,
  caseId: uuid,
  accountRef,
  bank: member,
  proposedAt: instant,
});
export type StopProposedV1 = FactOf<typeof stopProposedV1>;
