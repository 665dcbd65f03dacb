import { type Booking, type Fen, type Instant } from '@interlock/kernel';

/** Why a movement was refused whole: a hold on the account, frozen money, or simply too little. */
export type RefusalReason = 'held' | 'frozen' | 'insufficient';

/**
 * What happened in the simulated world, in order: the world is a fold of it. It names accounts and lines by their keys
 * only; numbers and holders stay with whoever opens them, so that a journal on disk holds no personal data.
 */
export type JournalEntry =
  | { readonly kind: 'account-opened'; readonly account: string; readonly bank: string; readonly openingFen: Fen }
  | { readonly kind: 'line-opened'; readonly line: string; readonly operator: string }
  | {
      readonly kind: 'moved';
      readonly at: Instant;
      readonly movement: string;
      readonly from: string;
      /** Unset where the money left the banking world. */
      readonly to?: string;
      readonly how: Booking['kind'];
      readonly amountFen: Fen;
    }
  | {
      readonly kind: 'movement-refused';
      readonly at: Instant;
      readonly movement: string;
      readonly from: string;
      readonly amountFen: Fen;
      readonly reason: RefusalReason;
    }
  /** An amount of 0 does nothing. */
  | { readonly kind: 'nothing-moved'; readonly at: Instant; readonly movement: string }
  | { readonly kind: 'own-hold-began'; readonly at: Instant; readonly key: string; readonly account: string; readonly reason: string }
  | { readonly kind: 'own-holds-ended'; readonly at: Instant; readonly account: string }
  | StopAnswered
  | { readonly kind: 'stops-released'; readonly at: Instant; readonly key: string; readonly account?: string }
  | {
      readonly kind: 'frozen';
      readonly at: Instant;
      readonly key: string;
      readonly account?: string;
      readonly sumFen: Fen;
      readonly frozenFen: Fen;
      readonly balanceFen: Fen;
      readonly availableFen: Fen;
      /** it ends by itself then. */
      readonly until: Instant;
    }
  | {
      readonly kind: 'freeze-extended';
      readonly at: Instant;
      readonly key: string;
      readonly freezeKey: string;
      readonly until: Instant;
      /** Set where it was over by then, and stayed so. */
      readonly endedAt?: Instant;
    }
  | { readonly kind: 'unfrozen'; readonly at: Instant; readonly key: string; readonly freezeKey: string }
  | { readonly kind: 'line-suspended'; readonly at: Instant; readonly key: string; readonly line?: string; readonly grade: string }
  | { readonly kind: 'line-restored'; readonly at: Instant; readonly key: string; readonly line?: string }
  | { readonly kind: 'line-will-answer'; readonly line: string; readonly result: CallResult }
  | { readonly kind: 'delivered'; readonly at: Instant; readonly key: string; readonly result: DeliveryResult };

export type CallResult = 'answered' | 'no-answer' | 'busy';
export type DeliveryResult = CallResult | 'delivered' | 'unknown-number';

export interface StopAnswered {
  readonly kind: 'stop-answered';
  readonly at: Instant;
  readonly key: string;
  readonly account?: string;
  readonly code: string;
  readonly balanceFen: Fen;
  readonly heldFen: Fen;
  /** Bookings reported: from this moment on. */
  readonly reportedFrom?: Instant;
  /** The stop itself; unset where nothing is held. */
  readonly stop?: { readonly from: Instant; readonly until: Instant };
}

/** All that a world needs to be itself again, but for the accounts' own data. */
export interface Journal {
  readonly version: 1;
  readonly seed: string;
  readonly entries: readonly JournalEntry[];
}
