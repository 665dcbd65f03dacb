import {
  type StopAppliedV1,
  type StopLapsedV1,
  type StopOrderedV1,
  type StopRefusedByLawV1,
  type StopRefusedV1,
  type StopReleasedV1,
} from '@interlock/contracts';
import { type Fen, type Instant, view } from '@interlock/kernel';
import { ANSWER } from '@interlock/rulebook';

/** One stop order, from being sent (or refused by law) to its end. Police and bank tell over lanes of their own: each writes what it knows. */
export interface OrderRow {
  readonly orderId: string;
  readonly caseId?: string;
  readonly caseNo?: string;
  readonly accountRef: string;
  readonly bank: string;
  /** The bank, once the order reached it: an order that the law refused never did, and is not the bank’s to see. */
  readonly reached?: string;
  readonly number?: number;
  readonly applicationId?: string;
  readonly orderedAt?: Instant;
  /** Number of the police’s fact: the order in which orders were made, also at one instant. */
  readonly madeNo?: number;
  readonly namedFen?: Fen;
  readonly urgency?: 'normal' | 'urgent';
  readonly corrects?: string;
  readonly continues?: string;
  /** 1304 without an answer: refused by law before it was sent. */
  readonly code?: string;
  readonly rule?: string;
  readonly answeredAt?: Instant;
  readonly heldFen?: Fen;
  readonly balanceFen?: Fen;
  readonly startsAt?: Instant;
  readonly lapsesAt?: Instant;
  readonly lapsedAt?: Instant;
  readonly uncoveredFen?: Fen;
  /** who let it run out over money that no freeze covers. */
  readonly missedBy?: string;
  readonly releasedAt?: Instant;
}

type Fact = StopOrderedV1 | StopRefusedByLawV1 | StopAppliedV1 | StopRefusedV1 | StopReleasedV1 | StopLapsedV1;

export const orders = view<OrderRow, Fact>({
  name: 'city_orders',
  version: 2,
  rows: { key: 'orderId', indexes: ['caseId', 'bank', 'reached', 'orderedAt', 'madeNo', 'accountRef', 'lapsesAt'] },
  on: [
    'police.stop-ordered.v1',
    'police.stop-refused.v1',
    'bank.stop-applied.v1',
    'bank.stop-refused.v1',
    'bank.stop-released.v1',
    'police.stop-lapsed.v1',
  ],
  apply(fact, rows, { meta }) {
    const { orderId, accountRef } = fact;
    const madeNo = meta.source?.number ?? 0;
    switch (fact.type) {
      case 'police.stop-ordered.v1': {
        const { caseId, caseNo, bank, number, applicationId, orderedAt, namedFen, urgency, corrects, continues } = fact;
        rows.put({
          ...{ orderId, caseId, caseNo, accountRef, bank, reached: bank, number, applicationId, orderedAt, madeNo, namedFen, urgency },
          ...(corrects !== undefined && { corrects }),
          ...(continues !== undefined && { continues: continues.orderId }),
        });
        return;
      }
      case 'police.stop-refused.v1': {
        const { caseId, bank, number, rule, code, refusedAt } = fact;
        rows.put({ orderId, caseId, accountRef, bank, number, rule, code, orderedAt: refusedAt, madeNo });
        return;
      }
      case 'bank.stop-applied.v1': {
        const { bank, code, answeredAt, heldFen, balanceFen, startsAt, lapsesAt } = fact;
        rows.put({ orderId, accountRef, bank, reached: bank, code, answeredAt, heldFen, balanceFen, startsAt, lapsesAt });
        return;
      }
      case 'bank.stop-refused.v1':
        rows.put({ orderId, accountRef, bank: fact.bank, reached: fact.bank, code: fact.code, answeredAt: fact.answeredAt, heldFen: 0 });
        return;
      case 'bank.stop-released.v1':
        if (fact.code === ANSWER.success)
          rows.put({ orderId, accountRef, bank: fact.bank, reached: fact.bank, releasedAt: fact.releasedAt });
        return;
      case 'police.stop-lapsed.v1':
        rows.put({
          ...{ orderId, accountRef, lapsedAt: fact.lapsedAt, uncoveredFen: fact.uncoveredFen },
          ...(fact.missedBy && { missedBy: fact.missedBy.person }),
        });
    }
  },
});
