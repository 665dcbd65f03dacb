import { type AccountRef, type Fen, type Instant } from '@interlock/kernel';
import { type PoliceSigner } from '../police-signer.ts';

/** Order 100201 as it arrived: a sum of one case. */
export interface FreezeOrderReceived {
  readonly type: 'FreezeOrderReceived';
  readonly freezeId: string;
  readonly applicationId: string;
  readonly accountRef: AccountRef;
  readonly caseId: string;
  readonly caseNo: string;
  readonly sumFen: Fen;
  /** The filing that the order stands on. */
  readonly filingId: string;
  readonly orderedAt: Instant;
  readonly months: number;
  /** as the order names the head; unset in orders of before it did. */
  readonly approvedBy?: PoliceSigner;
  readonly receivedAt: Instant;
}

/** The core is asked to freeze, with this event's id as key: an operator answers, or the queue moves up. */
export interface FreezeBegun {
  readonly type: 'FreezeBegun';
  readonly freezeId: string;
  readonly accountRef: AccountRef;
  readonly sumFen: Fen;
  /** As ordered. Unset in events of before the core was told how long: it held for the ordinary term. */
  readonly months?: number;
  readonly begunAt: Instant;
}

/** Frozen up to the free balance. */
export interface FreezeApplied {
  readonly type: 'FreezeApplied';
  readonly freezeId: string;
  readonly accountRef: AccountRef;
  readonly frozenFen: Fen;
  readonly balanceFen: Fen;
  readonly availableFen: Fen;
  readonly answeredAt: Instant;
  /** Up to, not including. */
  readonly endsAt: Instant;
  /** What the core knows this freeze by. */
  readonly coreKey: string;
}

/** Nothing was free: it waits until an earlier freeze ends. */
export interface FreezeQueued {
  readonly type: 'FreezeQueued';
  readonly freezeId: string;
  readonly accountRef: AccountRef;
  readonly balanceFen: Fen;
  readonly availableFen: Fen;
  readonly answeredAt: Instant;
  /** False when it was queued before: the police know already. */
  readonly isFirstAnswer: boolean;
}

/** Message 100205: it runs on. */
export interface FreezeRenewed {
  readonly type: 'FreezeRenewed';
  readonly freezeId: string;
  readonly accountRef: AccountRef;
  readonly endsAt: Instant;
}

/** The core is asked to hold a renewed sum until its new end. */
export interface ExtensionBegun {
  readonly type: 'ExtensionBegun';
  readonly freezeId: string;
  readonly accountRef: AccountRef;
  readonly coreKey: string;
  readonly until: Instant;
  readonly begunAt: Instant;
}

/** The core holds the sum until then. */
export interface FreezeExtended {
  readonly type: 'FreezeExtended';
  readonly freezeId: string;
  readonly accountRef: AccountRef;
  readonly until: Instant;
  readonly extendedAt: Instant;
}

/** Message 100203 arrived. */
export interface LiftAsked {
  readonly type: 'LiftAsked';
  readonly freezeId: string;
  readonly accountRef: AccountRef;
  readonly orderedAt: Instant;
  readonly receivedAt: Instant;
}

/** The core is asked to unfreeze. */
export interface LiftBegun {
  readonly type: 'LiftBegun';
  readonly freezeId: string;
  readonly accountRef: AccountRef;
  readonly coreKey: string;
  readonly begunAt: Instant;
}

export interface FreezeLifted {
  readonly type: 'FreezeLifted';
  readonly freezeId: string;
  readonly accountRef: AccountRef;
  readonly liftedAt: Instant;
}

/** Not renewed before its end, or not held by the core until its renewal came there, it counts as lifted; the core is told. */
export interface FreezeLapsed {
  readonly type: 'FreezeLapsed';
  readonly freezeId: string;
  readonly accountRef: AccountRef;
  readonly lapsedAt: Instant;
  readonly coreKey: string;
}

/** The core let a lapsed sum go: the next in the queue can take it. */
export interface LapsedSumFreed {
  readonly type: 'LapsedSumFreed';
  readonly freezeId: string;
  readonly accountRef: AccountRef;
  readonly freedAt: Instant;
}

/** A renewal or lift came, to the bank or to its core, when the freeze was over: the police are told when it ended. */
export interface FreezeFoundOver {
  readonly type: 'FreezeFoundOver';
  readonly freezeId: string;
  readonly accountRef: AccountRef;
  readonly askedFor: 'renewal' | 'lift';
  readonly endedAt: Instant;
}

export type AccountFreezeEvent =
  | FreezeOrderReceived
  | FreezeBegun
  | FreezeApplied
  | FreezeQueued
  | FreezeRenewed
  | ExtensionBegun
  | FreezeExtended
  | LiftAsked
  | LiftBegun
  | FreezeLifted
  | FreezeLapsed
  | LapsedSumFreed
  | FreezeFoundOver;
