import { type Fen, type Instant, unreachable, view } from '@interlock/kernel';
import {
  type StopAnswerBegun,
  type StopApplied,
  type StopExpired,
  type StopOrderReceived,
  type StopRefused,
  type StopReleased,
} from './account-hold.events.ts';

/** One police order at this bank and what became of it. */
export interface PoliceStop {
  readonly orderId: string;
  readonly accountRef: string;
  readonly caseNo: string;
  readonly state: 'waiting' | 'at-core' | 'applied' | 'refused' | 'released' | 'expired';
  readonly namedFen: Fen;
  readonly receivedAt: Instant;
  readonly code?: string;
  readonly answeredAt?: Instant;
  readonly startsAt?: Instant;
  readonly lapsesAt?: Instant;
  readonly balanceFen?: Fen;
  readonly heldFen?: Fen;
  readonly endedAt?: Instant;
  /** Of the order, where somebody takes traces: its answer goes on with it. */
  readonly traceparent?: string;
}

type Seen = StopOrderReceived | StopAnswerBegun | StopApplied | StopRefused | StopReleased | StopExpired;

export const policeStops = view<PoliceStop, Seen>({
  name: 'bank_police_stops',
  version: 1,
  rows: { key: 'orderId', indexes: ['accountRef', 'state', 'receivedAt'] },
  on: ['StopOrderReceived', 'StopAnswerBegun', 'StopApplied', 'StopRefused', 'StopReleased', 'StopExpired'],
  apply(event, rows, { meta: { traceparent } }) {
    rows.put({ ...changed(event), ...(event.type === 'StopOrderReceived' && traceparent !== undefined && { traceparent }) });
  },
});

function changed(event: Seen): Partial<PoliceStop> {
  const { orderId } = event;
  switch (event.type) {
    case 'StopOrderReceived': {
      const { accountRef, caseNo, namedFen, receivedAt } = event;
      return { orderId, accountRef, caseNo, namedFen, receivedAt, state: 'waiting' };
    }
    case 'StopAnswerBegun':
      return { orderId, state: 'at-core' };
    case 'StopApplied': {
      const { code, answeredAt, startsAt, lapsesAt, balanceFen, heldFen } = event;
      return { orderId, state: 'applied', code, answeredAt, startsAt, lapsesAt, balanceFen, heldFen };
    }
    case 'StopRefused':
      return { orderId, state: 'refused', code: event.code, answeredAt: event.answeredAt };
    case 'StopReleased':
      return { orderId, state: 'released', endedAt: event.releasedAt };
    case 'StopExpired':
      return { orderId, state: 'expired', endedAt: event.lapsedAt };
    default:
      return unreachable(event);
  }
}
