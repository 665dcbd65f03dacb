import { type AccountRef, type Fen, type Instant } from '@interlock/kernel';
import { type MovementItem, type MovementKind, type TraceItem } from './items.ts';

/** One booking of a bank’s report, as the contract `movement` has it. */
export interface ReportedMovement {
  readonly reference: string;
  readonly serial: number;
  readonly direction: 'in' | 'out';
  readonly kind: MovementKind;
  readonly amountFen: Fen;
  readonly at: Instant;
  readonly counterparty?: { readonly accountRef: AccountRef; readonly bank: string } | undefined;
}

interface OfAccount {
  readonly accountRef: AccountRef;
  readonly bank: string;
}

/** What banks tell of accounts in question: the published facts, as far as tracing looks at them. */
export type BankFact =
  | (OfAccount & {
      readonly type: 'bank.stop-applied.v1';
      readonly orderId: string;
      readonly startsAt: Instant;
      readonly lapsesAt: Instant;
      readonly movements: readonly ReportedMovement[];
    })
  | (OfAccount & { readonly type: 'bank.movements-reported.v1'; readonly movements: readonly ReportedMovement[] })
  | (OfAccount & { readonly type: 'bank.stop-released.v1'; readonly orderId: string; readonly code: string; readonly releasedAt: Instant })
  | (OfAccount & { readonly type: 'bank.own-hold-applied.v1'; readonly measureId: string; readonly since: Instant })
  | (OfAccount & { readonly type: 'bank.own-hold-lifted.v1'; readonly measureId: string; readonly liftedAt: Instant });

/** The items that a bank’s fact adds to the set. Freezes need the order’s case and period besides: their nodes make those items. */
export function itemsOfBankFact(fact: BankFact): readonly TraceItem[] {
  switch (fact.type) {
    case 'bank.stop-applied.v1': {
      const stop = { type: 'stop', id: fact.orderId, account: fact.accountRef, from: fact.startsAt, until: fact.lapsesAt } as const;
      return [stop, ...movementsOf(fact, fact.movements)];
    }
    case 'bank.movements-reported.v1':
      return movementsOf(fact, fact.movements);
    case 'bank.stop-released.v1':
      // 1900 and the like release nothing.
      return fact.code === '0000' ? [{ type: 'stop-end', id: fact.orderId, stopId: fact.orderId, at: fact.releasedAt }] : [];
    case 'bank.own-hold-applied.v1':
      return [{ type: 'own-hold', id: fact.measureId, account: fact.accountRef, from: fact.since }];
    case 'bank.own-hold-lifted.v1':
      return [{ type: 'own-hold-end', id: fact.measureId, holdId: fact.measureId, at: fact.liftedAt }];
  }
}

function movementsOf({ accountRef, bank }: OfAccount, movements: readonly ReportedMovement[]): readonly MovementItem[] {
  return movements.map(({ reference, serial, direction, kind, amountFen, at, counterparty }) => ({
    type: 'movement',
    reference,
    direction,
    account: { ref: accountRef, bank },
    serial,
    kind,
    amountFen,
    at,
    ...(counterparty && { counterparty: { ref: counterparty.accountRef, bank: counterparty.bank } }),
  }));
}
