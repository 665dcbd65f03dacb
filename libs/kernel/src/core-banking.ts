import { type Fen } from './fen.ts';
import { type Instant } from './instant.ts';
import { type AccountRef } from './sealed.ts';

/** What a stop order says of the account, as the reporter or another bank stated it. */
export interface StatedAccount {
  readonly number: string;
  readonly holder: string;
  /** A credit that the account must show: amount and the bank's instant. */
  readonly amountFen: Fen;
  readonly paidAt: Instant;
}

/** One booking on an account. Both banks book the same reference; the serial is the bank's own ledger order. */
export interface Booking {
  readonly reference: string;
  readonly serial: number;
  readonly direction: 'in' | 'out';
  readonly kind: 'transfer' | 'cash-atm' | 'pos' | 'abroad' | 'virtual-currency';
  readonly amountFen: Fen;
  readonly at: Instant;
  /** Unset where the money left the banking world. */
  readonly counterparty?: { readonly bank: string; readonly number: string; readonly holder: string };
}

export interface HoldAnswer {
  /** 0000, 1200, 0300, 0301, 0200, 0800, 1800, 1304, … */
  readonly code: string;
  /** The bank's own clock. */
  readonly answeredAt: Instant;
  readonly balanceFen: Fen;
  /** Smaller of balance and named sum; 0 when refused. */
  readonly heldFen: Fen;
  readonly bookings: readonly Booking[];
}

export interface ExtensionAnswer {
  /** The bank's own clock. */
  readonly answeredAt: Instant;
  /** Set where the freeze was over when the core was asked: nothing is held. */
  readonly endedAt?: Instant;
}

/**
 * What a bank's core system must answer. Every call carries an idempotency key: a repeat gets the first answer.
 * Accounts are named by reference; the core's side of the adapter finds its own account.
 */
export interface CoreBanking {
  /** compares, holds on a match until `until` (48 h of the bank's moment unless given), reports bookings from `from` on. */
  stop(request: {
    readonly key: string;
    readonly accountRef: AccountRef;
    readonly stated: StatedAccount;
    readonly namedFen: Fen;
    readonly from: Instant;
    /** Set for an extension: the end of the stop that this one continues. */
    readonly continues?: Instant;
    readonly lapseHours: number;
  }): Promise<HoldAnswer>;
  release(request: { readonly key: string; readonly accountRef: AccountRef }): Promise<{ readonly releasedAt: Instant }>;
  /** freezes up to the free balance; lets go by itself so many months after the answer. */
  freeze(request: { readonly key: string; readonly accountRef: AccountRef; readonly sumFen: Fen; readonly months: number }): Promise<{
    readonly frozenFen: Fen;
    readonly balanceFen: Fen;
    readonly availableFen: Fen;
    readonly answeredAt: Instant;
  }>;
  /** holds what is frozen until its new end. What is over stays over. */
  extendFreeze(request: {
    readonly key: string;
    readonly freezeKey: string;
    readonly accountRef: AccountRef;
    readonly until: Instant;
  }): Promise<ExtensionAnswer>;
  unfreeze(request: {
    readonly key: string;
    readonly freezeKey: string;
    readonly accountRef: AccountRef;
  }): Promise<{ readonly unfrozenAt: Instant }>;
  /** Bookings of an account from a moment up to now, in ledger order. */
  bookings(request: { readonly accountRef: AccountRef; readonly from: Instant }): Promise<readonly Booking[]>;
  /** Whether the account is this bank's. */
  owns(accountRef: AccountRef): Promise<boolean>;
}

/** What an operator's network must answer; same rule for keys. */
export interface LineNetwork {
  suspend(request: {
    readonly key: string;
    readonly numberRef: string;
    readonly grade: string;
  }): Promise<{ readonly doneAt: Instant; readonly known: boolean }>;
  restore(request: { readonly key: string; readonly numberRef: string }): Promise<{ readonly doneAt: Instant; readonly known: boolean }>;
  /** Calls or texts the line's user with a warning. */
  deliver(request: {
    readonly key: string;
    readonly numberRef: string;
    readonly channel: 'sms' | 'ai-call' | 'human-call';
    readonly text: string;
  }): Promise<{
    readonly at: Instant;
    readonly result: 'delivered' | 'answered' | 'no-answer' | 'busy' | 'unknown-number';
  }>;
}
