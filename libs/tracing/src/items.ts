import { type AccountRef, type Fen, type Instant } from '@interlock/kernel';

/** An account and the member that keeps it. */
export interface Party {
  readonly ref: AccountRef;
  readonly bank: string;
}

/** How a movement goes on: to another account, or to where no order reaches (R-136, escaped). */
export type MovementKind = 'transfer' | 'cash-atm' | 'pos' | 'abroad' | 'virtual-currency';

/**
 * A victim's reported, executed payment, counted from the entry of its case on (scenarios.md 1.3). `from` is the case's level 0, `to` level 1.
 * Banks book the same `reference`: payment and bookings are one movement. A refused payment is no item.
 */
export interface PaymentItem {
  readonly type: 'payment';
  readonly id: string;
  readonly caseId: string;
  readonly reference: string;
  readonly from: Party;
  readonly to: Party;
  readonly amountFen: Fen;
  readonly at: Instant;
  readonly enteredAt: Instant;
}

/**
 * One booking as the bank of `account` reports it; known by (reference, direction), so a booking in two overlapping reports is one item.
 * The other bank's report of the same reference is the same movement seen from its other end.
 */
export interface MovementItem {
  readonly type: 'movement';
  readonly reference: string;
  readonly direction: 'in' | 'out';
  readonly account: Party;
  /** Ledger order of the account's bank among bookings of one instant. */
  readonly serial: number;
  readonly kind: MovementKind;
  readonly amountFen: Fen;
  readonly at: Instant;
  /** Unset where the money left or came from outside the banking world, or the bank does not know. */
  readonly counterparty?: Party | undefined;
}

/** A police stop in force from `from` up to, not including, `until`. A renewal is a second stop that starts where the first ends. */
export interface StopItem {
  readonly type: 'stop';
  readonly id: string;
  readonly account: AccountRef;
  readonly from: Instant;
  readonly until: Instant;
}

/** A stop released before its end. */
export interface StopEndItem {
  readonly type: 'stop-end';
  readonly id: string;
  readonly stopId: string;
  readonly at: Instant;
}

/** A bank's own hold, until the bank ends it. */
export interface OwnHoldItem {
  readonly type: 'own-hold';
  readonly id: string;
  readonly account: AccountRef;
  readonly from: Instant;
}

export interface OwnHoldEndItem {
  readonly type: 'own-hold-end';
  readonly id: string;
  readonly holdId: string;
  readonly at: Instant;
}

/** A freeze of a sum for one case on one account: `sumFen` as applied by the bank, not as ordered; a queued one is no item until it takes effect. */
export interface FreezeItem {
  readonly type: 'freeze';
  readonly id: string;
  readonly caseId: string;
  readonly account: AccountRef;
  readonly sumFen: Fen;
  readonly from: Instant;
  readonly until: Instant;
}

/** A freeze that runs on, renewed before its end. */
export interface FreezeRenewalItem {
  readonly type: 'freeze-renewal';
  readonly id: string;
  readonly freezeId: string;
  readonly until: Instant;
}

/** A freeze lifted before its end. */
export interface FreezeEndItem {
  readonly type: 'freeze-end';
  readonly id: string;
  readonly freezeId: string;
  readonly at: Instant;
}

/**
 * A return executed by the bank, out of what is frozen there for the case. With `reference`, a booking of that reference
 * is this return seen by a bank, and carries nothing of its own.
 */
export interface ReturnItem {
  readonly type: 'return';
  readonly id: string;
  readonly caseId: string;
  readonly account: AccountRef;
  readonly amountFen: Fen;
  readonly at: Instant;
  readonly reference?: string | undefined;
}

/** All that tracing knows: a grow-only set of these (architecture.md 6). */
export type TraceItem =
  | PaymentItem
  | MovementItem
  | StopItem
  | StopEndItem
  | OwnHoldItem
  | OwnHoldEndItem
  | FreezeItem
  | FreezeRenewalItem
  | FreezeEndItem
  | ReturnItem;

/** What makes two items the same one. */
export function keyOf(item: TraceItem): string {
  return item.type === 'movement' ? `movement/${item.direction}/${item.reference}` : `${item.type}/${item.id}`;
}
