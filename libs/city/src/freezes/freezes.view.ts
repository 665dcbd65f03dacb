import {
  type FreezeAppliedV1,
  type FreezeLapsedV1,
  type FreezeLiftedV1,
  type FreezeOrderedV1,
  type FreezeRenewedV1,
} from '@interlock/contracts';
import { type Fen, type Instant, view } from '@interlock/kernel';

/** One freeze, from its order to its end. */
export interface FreezeRow {
  readonly freezeId: string;
  readonly caseId?: string;
  readonly accountRef: string;
  readonly bank: string;
  readonly sumFen?: Fen;
  readonly orderedAt?: Instant;
  readonly months?: number;
  readonly answeredAt?: Instant;
  readonly frozenFen?: Fen;
  readonly renewedUntil?: Instant;
  readonly liftedAt?: Instant;
  readonly lapsedAt?: Instant;
}

type Fact = FreezeOrderedV1 | FreezeAppliedV1 | FreezeRenewedV1 | FreezeLiftedV1 | FreezeLapsedV1;

export const freezes = view<FreezeRow, Fact>({
  name: 'city_freezes',
  version: 1,
  rows: { key: 'freezeId', indexes: ['caseId', 'bank', 'accountRef', 'orderedAt'] },
  on: [
    'police.freeze-ordered.v1',
    'bank.freeze-applied.v1',
    'police.freeze-renewed.v1',
    'bank.freeze-lifted.v1',
    'police.freeze-lapsed.v1',
  ],
  apply(fact, rows) {
    const { freezeId, accountRef } = fact;
    switch (fact.type) {
      case 'police.freeze-ordered.v1': {
        const { caseId, bank, sumFen, orderedAt, months } = fact;
        rows.put({ freezeId, caseId, accountRef, bank, sumFen, orderedAt, months });
        return;
      }
      case 'bank.freeze-applied.v1':
        rows.put({ freezeId, accountRef, bank: fact.bank, answeredAt: fact.answeredAt, frozenFen: fact.frozenFen });
        return;
      case 'police.freeze-renewed.v1':
        rows.put({ freezeId, accountRef, renewedUntil: fact.until });
        return;
      case 'bank.freeze-lifted.v1':
        rows.put({ freezeId, accountRef, bank: fact.bank, liftedAt: fact.liftedAt });
        return;
      case 'police.freeze-lapsed.v1':
        rows.put({ freezeId, accountRef, lapsedAt: fact.lapsedAt });
    }
  },
});
