import { type AccountRef, type Booking, type Fen, type Instant, type NumberRef } from '@interlock/kernel';
import { type JournalEntry, type RefusalReason } from './journal.ts';

/** An account as its bank knows it. Number and holder are personal data and stay in here. */
export interface WorldAccount {
  /** The caller's name for it: unique in the world. */
  readonly key: string;
  readonly bank: string;
  readonly number: string;
  readonly holder: string;
  readonly openingFen: Fen;
}

export interface WorldLine {
  readonly key: string;
  readonly number: string;
  readonly operator: string;
}

/** One executed movement, booked once at each bank concerned. */
export interface LedgerMovement {
  /** Place in the world's journal: what came before and after, at one instant too. */
  readonly order: number;
  readonly movement: string;
  readonly reference: string;
  readonly at: Instant;
  readonly how: Booking['kind'];
  readonly from: string;
  readonly to?: string;
  readonly amountFen: Fen;
  readonly debitSerial: number;
  readonly creditSerial?: number;
}

export interface RefusedMovement {
  readonly movement: string;
  readonly at: Instant;
  readonly from: string;
  readonly amountFen: Fen;
  readonly reason: RefusalReason;
}

/** In force from `from` up to, not including, the earlier of `until` and `endedAt`. */
export interface StopInterval {
  readonly key: string;
  readonly account: string;
  readonly from: Instant;
  readonly until: Instant;
  readonly endedAt?: Instant;
}

export interface OwnHold {
  readonly key: string;
  readonly account: string;
  readonly from: Instant;
  readonly reason: string;
  readonly endedAt?: Instant;
}

export interface FreezeInterval {
  readonly order: number;
  readonly key: string;
  readonly account: string;
  readonly from: Instant;
  /** Asked for; applied is what the free balance allowed. */
  readonly sumFen: Fen;
  readonly frozenFen: Fen;
  readonly until: Instant;
  readonly endedAt?: Instant;
  readonly endOrder?: number;
}

export interface Ledger {
  readonly entries: JournalEntry[];
  readonly accounts: Map<string, WorldAccount & { readonly ref: AccountRef }>;
  readonly accountOfRef: Map<AccountRef, string>;
  readonly lines: Map<string, WorldLine & { readonly ref: NumberRef }>;
  readonly lineOfRef: Map<string, string>;
  readonly balances: Map<string, Fen>;
  readonly serials: Map<string, number>;
  readonly movements: LedgerMovement[];
  readonly movementOf: Map<string, LedgerMovement>;
  /** Movements of an account, in and out, in its bank's ledger order. */
  readonly byAccount: Map<string, LedgerMovement[]>;
  readonly refused: RefusedMovement[];
  readonly stops: StopInterval[];
  readonly ownHolds: OwnHold[];
  readonly freezes: FreezeInterval[];
  /** Suspended lines. */
  readonly suspended: Set<string>;
  readonly answers: Map<string, 'answered' | 'no-answer' | 'busy'>;
  /** Journal entry and its place, by movement or idempotency key: the first answer. */
  readonly done: Map<string, { readonly entry: JournalEntry; readonly order: number }>;
}

export function emptyLedger(): Ledger {
  return {
    entries: [],
    accounts: new Map(),
    accountOfRef: new Map(),
    lines: new Map(),
    lineOfRef: new Map(),
    balances: new Map(),
    serials: new Map(),
    movements: [],
    movementOf: new Map(),
    byAccount: new Map(),
    refused: [],
    stops: [],
    ownHolds: [],
    freezes: [],
    suspended: new Set(),
    answers: new Map(),
    done: new Map(),
  };
}

interface Interval {
  readonly from: Instant;
  readonly until?: Instant;
  readonly endedAt?: Instant;
}

export function standsAt(interval: Interval, at: Instant): boolean {
  return (
    interval.from <= at &&
    (interval.until === undefined || at < interval.until) &&
    (interval.endedAt === undefined || at < interval.endedAt)
  );
}

/** Whether debits are refused: a police stop or a hold of the bank's own. */
export function isHeld(ledger: Ledger, account: string, at: Instant): boolean {
  const holds = (hold: Interval & { readonly account: string }): boolean => hold.account === account && standsAt(hold, at);
  return ledger.stops.some(holds) || ledger.ownHolds.some(holds);
}

export function balanceOf(ledger: Ledger, account: string): Fen {
  return ledger.balances.get(account) ?? 0;
}

/** Balance less frozen sums. */
export function freeBalanceOf(ledger: Ledger, account: string, at: Instant): Fen {
  const frozen = ledger.freezes.filter((freeze) => freeze.account === account && standsAt(freeze, at));
  return frozen.reduce((free, { frozenFen }) => free - frozenFen, balanceOf(ledger, account));
}
