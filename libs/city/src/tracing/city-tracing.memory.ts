import { type AccountRef, type Instant, type Memory, type Message, unreachable } from '@interlock/kernel';
import {
  type CaseEnteredV1,
  type FreezeAppliedV1,
  type FreezeLapsedV1,
  type FreezeLiftedV1,
  type FreezeOrderedV1,
  type FreezeRenewedV1,
} from '@interlock/contracts';
import { plusMonths } from '@interlock/rulebook';
import { type BankFact, type Trace, addItem, emptyTrace, itemsOfBankFact } from '@interlock/tracing';

/** What the city knows of the money: a grow-only set, so the order between lanes does not matter. */
export interface CityTracing {
  readonly trace: Trace;
  /** A freeze is known whole once both the order and the bank’s answer are here, whichever came first. */
  readonly freezes: Map<string, { ordered?: FreezeOrderedV1; applied?: FreezeAppliedV1 }>;
  /** Which bank keeps an account. */
  readonly banks: Map<AccountRef, string>;
}

type Fact = BankFact | CaseEnteredV1 | FreezeOrderedV1 | FreezeAppliedV1 | FreezeLiftedV1 | FreezeLapsedV1 | FreezeRenewedV1;

/** where the money of every case is, as banks and police told the city. */
export const cityTracing: Memory<CityTracing> = {
  name: 'city_tracing',
  initial: () => ({ trace: emptyTrace(), freezes: new Map(), banks: new Map() }),
  on: [
    'bank.stop-applied.v1',
    'bank.movements-reported.v1',
    'bank.stop-released.v1',
    'bank.own-hold-applied.v1',
    'bank.own-hold-lifted.v1',
    'bank.freeze-applied.v1',
    'bank.freeze-lifted.v1',
    'police.case-entered.v1',
    'police.freeze-ordered.v1',
    'police.freeze-lapsed.v1',
    'police.freeze-renewed.v1',
  ],
  evolve(state, event) {
    take(state, factOf(event));
    return state;
  },
};

/** The city’s log holds received facts only under these types, each read by its contract on the way in. */
function factOf(event: Message): Fact {
  const fact: unknown = event;
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- see above
  return fact as Fact;
}

function take(state: CityTracing, fact: Fact): void {
  const { trace, banks } = state;
  switch (fact.type) {
    case 'police.case-entered.v1':
      for (const payment of fact.payments) {
        addItem(trace, {
          type: 'payment',
          id: `${fact.caseId}/${payment.reference}`,
          caseId: fact.caseId,
          reference: payment.reference,
          from: { ref: payment.from, bank: payment.fromBank },
          to: { ref: payment.to, bank: payment.toBank },
          amountFen: payment.amountFen,
          at: payment.paidAt,
          enteredAt: fact.enteredAt,
        });
        banks.set(payment.from, payment.fromBank).set(payment.to, payment.toBank);
      }
      return;
    case 'police.freeze-ordered.v1':
      banks.set(fact.accountRef, fact.bank);
      takeFreeze(state, fact.freezeId, { ordered: fact });
      return;
    case 'bank.freeze-applied.v1':
      takeFreeze(state, fact.freezeId, { applied: fact });
      return;
    case 'bank.freeze-lifted.v1':
      addItem(trace, { type: 'freeze-end', id: `lifted/${fact.freezeId}`, freezeId: fact.freezeId, at: fact.liftedAt });
      return;
    case 'police.freeze-lapsed.v1':
      addItem(trace, { type: 'freeze-end', id: `lapsed/${fact.freezeId}`, freezeId: fact.freezeId, at: fact.lapsedAt });
      return;
    case 'police.freeze-renewed.v1':
      addItem(trace, { type: 'freeze-renewal', id: `${fact.freezeId}/${fact.until}`, freezeId: fact.freezeId, until: fact.until });
      return;
    case 'bank.stop-applied.v1':
    case 'bank.stop-released.v1':
    case 'bank.movements-reported.v1':
    case 'bank.own-hold-applied.v1':
    case 'bank.own-hold-lifted.v1':
      banks.set(fact.accountRef, fact.bank);
      for (const item of itemsOfBankFact(fact)) addItem(trace, item);
      return;
    default:
      unreachable(fact);
  }
}

function takeFreeze(state: CityTracing, freezeId: string, news: { ordered: FreezeOrderedV1 } | { applied: FreezeAppliedV1 }): void {
  const known = { ...state.freezes.get(freezeId), ...news };
  state.freezes.set(freezeId, known);
  const { ordered, applied } = known;
  // where nothing was free the freeze queues, and covers nothing yet.
  if (!ordered || !applied || applied.frozenFen === 0) return;
  addItem(state.trace, {
    type: 'freeze',
    id: freezeId,
    caseId: ordered.caseId,
    account: ordered.accountRef,
    sumFen: applied.frozenFen,
    from: applied.answeredAt,
    until: freezeEnd(applied.answeredAt, ordered.months),
  });
}

/** calendar months from the bank’s answer. */
function freezeEnd(from: Instant, months: number): Instant {
  return plusMonths(from, months);
}
