import { type AccountRef, type Instant, unreachable, view } from '@interlock/kernel';
import {
  type ProposalGround,
  type ProposalWithdrawn,
  type StopOrdered,
  type StopProposed,
  type StopRefused,
} from './stop-payment.events.ts';

/** What waits for an officer. */
export interface OpenProposalRow {
  readonly proposalId: string;
  readonly caseId: string;
  readonly accountRef: AccountRef;
  readonly bank: string;
  readonly because: ProposalGround;
  readonly proposedAt: Instant;
  /** Order in which proposals were made, also at one instant. */
  readonly madeAt: number;
}

export const openProposals = view<OpenProposalRow, StopProposed | ProposalWithdrawn | StopOrdered | StopRefused>({
  name: 'police_open_proposals',
  version: 1,
  rows: { key: 'proposalId', indexes: ['caseId', 'accountRef', 'madeAt'] },
  on: ['StopProposed', 'ProposalWithdrawn', 'StopOrdered', 'StopRefused'],
  apply(event, rows, { position }) {
    switch (event.type) {
      case 'StopProposed': {
        const { proposalId, caseId, accountRef, bank, because, proposedAt } = event;
        rows.put({ proposalId, caseId, accountRef, bank, because, proposedAt, madeAt: Number(position) });
        return;
      }
      case 'ProposalWithdrawn':
      case 'StopOrdered':
      case 'StopRefused':
        if (event.proposalId !== undefined) rows.remove(event.proposalId);
        return;
      default:
        return unreachable(event);
    }
  },
});
