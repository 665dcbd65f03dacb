import { type AccountRef, type Instant, unreachable, view } from '@interlock/kernel';
import {
  type ReleaseOrdered,
  type ReleaseProposalWithdrawn,
  type ReleaseProposed,
  type StopContinued,
  type StopLapsed,
  type StopReleased,
} from './stop-payment.events.ts';

/** A stop over nothing that is traced, which waits for an officer. */
export interface ReleaseProposalRow {
  readonly proposalId: string;
  /** The stop to release. */
  readonly orderId: string;
  readonly caseId: string;
  readonly accountRef: AccountRef;
  readonly bank: string;
  readonly because: ReleaseProposed['because'];
  readonly proposedAt: Instant;
  /** Order in which proposals were made, also at one instant. */
  readonly madeAt: number;
}

type Closing = ReleaseProposalWithdrawn | ReleaseOrdered | StopLapsed | StopReleased;

export const releaseProposals = view<ReleaseProposalRow, ReleaseProposed | StopContinued | Closing>({
  name: 'police_release_proposals',
  version: 1,
  rows: { key: 'proposalId', indexes: ['orderId', 'caseId', 'accountRef', 'madeAt'] },
  on: ['ReleaseProposed', 'ReleaseProposalWithdrawn', 'ReleaseOrdered', 'StopContinued', 'StopLapsed', 'StopReleased'],
  apply(event, rows, { position }) {
    switch (event.type) {
      case 'ReleaseProposed': {
        const { proposalId, orderId, caseId, accountRef, bank, because, proposedAt } = event;
        rows.put({ proposalId, orderId, caseId, accountRef, bank, because, proposedAt, madeAt: Number(position) });
        return;
      }
      case 'StopContinued':
        for (const { proposalId } of rows.where('orderId', event.orderId)) rows.put({ proposalId, orderId: event.byOrderId });
        return;
      case 'ReleaseProposalWithdrawn':
      case 'ReleaseOrdered':
      case 'StopLapsed':
      case 'StopReleased':
        for (const { proposalId } of rows.where('orderId', event.orderId)) rows.remove(proposalId);
        return;
      default:
        return unreachable(event);
    }
  },
});
