import { type AccountRef, type Fen, type Instant } from '@interlock/kernel';
import { readTrace, uncoveredFen } from '@interlock/tracing';
import { type Stated } from '../case/case.events.ts';
import { type PoliceTracing } from './known-money.ts';
import { END_OF_TIME } from './news.ts';

/** What an order names, as far as it is known; sealed fields may still be under the key of the bank that reported them. */
export interface KnownDetails {
  readonly caseNo: string;
  readonly stated: Stated;
  /** the paying side, by its reference. */
  readonly paidFrom?: AccountRef;
  readonly namedFen: Fen;
  readonly firstInflowAt: Instant;
}

/**
 * Of an account the case paid, an order states what the reporter stated of the first payment to it, a corrected one the payment's true details;
 * of a deeper one, the first traced inflow as banks reported it. Undefined where no traced money ever arrived.
 */
export function orderDetails(
  state: PoliceTracing,
  { caseId, accountRef }: { readonly caseId: string; readonly accountRef: AccountRef },
  which: 'as stated' | 'as known',
): KnownDetails | undefined {
  const { accounts, movements } = readTrace(state.trace, { at: END_OF_TIME, accounts: [accountRef] });
  const account = accounts.get(accountRef);
  const known = state.cases.get(caseId);
  if (!known || account?.firstTracedInflowAt === undefined) return undefined;
  const money = { caseNo: known.caseNo, namedFen: account.tracedFen, firstInflowAt: account.firstTracedInflowAt };
  const [paid] = known.payments
    .filter(({ to }) => to.accountRef === accountRef)
    .sort((a, b) => (a.paidAt < b.paidAt ? -1 : Number(a.paidAt > b.paidAt)));
  if (paid) {
    const { from, to, amountFen, paidAt, stated } = paid;
    return {
      ...money,
      paidFrom: from.accountRef,
      stated: which === 'as stated' ? stated : { number: to.number, holder: to.holder, amountFen, paidAt },
    };
  }
  const first = movements.find(({ to, arrived }) => to === accountRef && arrived.length > 0);
  const booking = first && state.bookings.get(first.reference);
  const named = state.accounts.get(accountRef);
  if (!booking || !named) return undefined;
  const paidFrom = first.from === undefined ? {} : { paidFrom: first.from };
  return {
    ...money,
    ...paidFrom,
    stated: { number: named.number, holder: named.holder, amountFen: booking.amountFen, paidAt: booking.at },
  };
}

export interface UncoveredSum {
  readonly caseId: string;
  readonly accountRef: AccountRef;
  readonly bank: string;
  readonly fen: Fen;
}

/** Known traced money under a stop in force that no freeze covers; ordered and unanswered sums count as covering. By case, then account. */
export function uncoveredSums(state: PoliceTracing, at: Instant, caseId?: string): readonly UncoveredSum[] {
  const reading = readTrace(state.trace, caseId === undefined ? { at } : { at, caseIds: [caseId] });
  return [...reading.places.keys()]
    .filter((one) => caseId === undefined || one === caseId)
    .flatMap((one) =>
      [...reading.accounts.values()].flatMap(({ account, bank, hold }) => {
        if (hold !== 'stop' || bank === undefined) return [];
        const fen = uncoveredFen(reading, one, account, pendingOn(state, account));
        return fen > 0 ? [{ caseId: one, accountRef: account, bank, fen }] : [];
      }),
    );
}

/** traced money of the case on the account that is neither frozen nor ordered to be, whether or not a stop stands there. */
export function freezableFen(
  state: PoliceTracing,
  at: Instant,
  { caseId, accountRef }: { readonly caseId: string; readonly accountRef: AccountRef },
): Fen {
  const inCase = readTrace(state.trace, { at, accounts: [accountRef] })
    .accounts.get(accountRef)
    ?.cases.get(caseId);
  const pendingFen = pendingOn(state, accountRef).reduce((sum, part) => (part.caseId === caseId ? sum + part.fen : sum), 0);
  return Math.max(0, (inCase?.onAccountFen ?? 0) - (inCase?.frozenFen ?? 0) - pendingFen);
}

function pendingOn(state: PoliceTracing, account: AccountRef) {
  return [...(state.pendingFreezes.get(account)?.values() ?? [])];
}

/** The bank that keeps the account, where a payment or a report named it. */
export function bankOf({ trace }: PoliceTracing, account: AccountRef): string | undefined {
  return readTrace(trace, { at: END_OF_TIME, accounts: [account] }).accounts.get(account)?.bank;
}
