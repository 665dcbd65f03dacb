import { type AccountRef, type Fen, type Instant, unreachable, view } from '@interlock/kernel';
import { type StopPaymentEvent } from './stop-payment.events.ts';

export type StopOrderState =
  'awaiting' | 'standing' | 'mismatched' | 'corrected' | 'refused-by-bank' | 'refused-by-law' | 'lapsed' | 'released' | 'continued';

/** Every stop order ever made, and how it stands. */
export interface StopOrderRow {
  readonly orderId: string;
  readonly state: StopOrderState;
  readonly caseId: string;
  readonly caseNo?: string;
  readonly accountRef: AccountRef;
  readonly bank: string;
  readonly number: number;
  readonly orderedAt: Instant;
  /** Order in which orders were made, also at one instant. */
  readonly madeAt: number;
  readonly namedFen?: Fen;
  readonly firstInflowAt?: Instant;
  readonly code?: string;
  readonly answeredAt?: Instant;
  readonly startsAt?: Instant;
  readonly lapsesAt?: Instant;
  readonly endedAt?: Instant;
  readonly balanceFen?: Fen;
  readonly heldFen?: Fen;
  readonly skewed?: boolean;
  readonly corrects?: string;
  readonly correctedBy?: string;
  readonly continues?: string;
  readonly alarmHours?: number;
  readonly releaseOrderedAt?: Instant;
  readonly uncoveredFen?: Fen;
  /** who let it run out. */
  readonly missedBy?: string;
}

type OrderEvent = Exclude<
  StopPaymentEvent,
  {
    readonly type:
      'StopProposed' | 'ProposalWithdrawn' | 'ReleaseProposed' | 'ReleaseProposalWithdrawn' | 'DetailAsked' | 'WatchAsked' | 'WatchEnded';
  }
>;

export const stopOrders = view<StopOrderRow, OrderEvent>({
  name: 'police_stop_orders',
  version: 1,
  rows: { key: 'orderId', indexes: ['state', 'caseId', 'accountRef', 'madeAt', 'lapsesAt'] },
  on: [
    'StopOrdered',
    'StopRefused',
    'StopApplied',
    'StopRefusedByBank',
    'StopContinued',
    'StopLapsed',
    'LapseCounted',
    'AlarmRaised',
    'ReleaseOrdered',
    'StopReleased',
    'ReleaseRefused',
  ],
  apply(event, rows, { position }) {
    const { orderId } = event;
    switch (event.type) {
      case 'StopOrdered':
      case 'StopRefused': {
        make(event, Number(position), rows);
        return;
      }
      case 'StopApplied': {
        const { code, answeredAt, startsAt, lapsesAt, balanceFen, heldFen, skewed } = event;
        rows.put({ orderId, state: 'standing', code, answeredAt, startsAt, lapsesAt, balanceFen, heldFen, skewed });
        return;
      }
      case 'StopRefusedByBank': {
        const { code, answeredAt, mismatch } = event;
        rows.put({ orderId, state: mismatch ? 'mismatched' : 'refused-by-bank', code, answeredAt });
        return;
      }
      case 'StopContinued': {
        rows.put({ orderId, state: 'continued', endedAt: event.continuedAt });
        return;
      }
      case 'StopLapsed': {
        rows.put({ orderId, state: 'lapsed', endedAt: event.lapsedAt });
        return;
      }
      case 'LapseCounted': {
        const { uncoveredFen, missedBy } = event;
        rows.put({ orderId, uncoveredFen, ...(missedBy && { missedBy: missedBy.person }) });
        return;
      }
      case 'AlarmRaised': {
        rows.put({ orderId, alarmHours: event.atHours });
        return;
      }
      case 'ReleaseOrdered': {
        rows.put({ orderId, releaseOrderedAt: event.orderedAt });
        return;
      }
      case 'StopReleased': {
        rows.put({ orderId, state: 'released', endedAt: event.releasedAt });
        return;
      }
      case 'ReleaseRefused':
        return;
      default:
        return unreachable(event);
    }
  },
});

type Made = Extract<OrderEvent, { readonly type: 'StopOrdered' | 'StopRefused' }>;

function make(event: Made, madeAt: number, rows: { put(row: Partial<StopOrderRow>): void }): void {
  const { orderId, caseId, accountRef, bank, number, corrects } = event;
  if (corrects !== undefined) rows.put({ orderId: corrects, state: 'corrected', correctedBy: orderId });
  const made = { orderId, caseId, accountRef, bank, number, madeAt, ...(corrects === undefined ? {} : { corrects }) };
  if (event.type === 'StopRefused') return rows.put({ ...made, state: 'refused-by-law', orderedAt: event.refusedAt, code: event.code });
  const { caseNo, orderedAt, namedFen, firstInflowAt, continues } = event;
  const sent = { ...made, caseNo, orderedAt, namedFen, firstInflowAt };
  return rows.put({ ...sent, state: 'awaiting', ...(continues === undefined ? {} : { continues: continues.orderId }) });
}
