import { type AccountRef, type Fen, type Instant, type Sealed } from '@interlock/kernel';
import { type Part, type Trace } from '@interlock/tracing';
import { type EnteredPayment } from '../case/case.events.ts';
import { type ProposalGround } from '../stop-payment/stop-payment.events.ts';

export interface TracedCase {
  readonly caseNo: string;
  readonly payments: readonly EnteredPayment[];
  filingId?: string;
  /** Withdrawn, or filing refused: nothing more is proposed for it. */
  isDropped: boolean;
}

/** What the police know of the money: folded from their own log, over all cases. */
export interface PoliceTracing {
  readonly trace: Trace;
  /** Entered cases, in the order of their entry. */
  readonly cases: Map<string, TracedCase>;
  /** Holder and number of accounts, as cases and banks named them. */
  readonly accounts: Map<AccountRef, { readonly number: Sealed; readonly holder: Sealed }>;
  readonly bookings: Map<string, { readonly amountFen: Fen; readonly at: Instant }>;
  /** Cases that paid to the account, in the order of their entry. */
  readonly payers: Map<AccountRef, string[]>;
  readonly mismatchedFor: Map<AccountRef, Set<string>>;
  readonly orders: Map<string, { readonly firstInflowAt: Instant; state: 'awaiting' | 'applied' | 'over' }>;
  /** Orders that their bank has refused or released, as was heard and is not recorded yet. */
  readonly ending: Map<string, EndingOrder>;
  /** From when on the bank of an answered account has reported, or was asked to. */
  readonly windows: Map<AccountRef, Instant>;
  /** Freezes that cover by being ordered, though not in force: unanswered, or queued. */
  readonly pendingFreezes: Map<AccountRef, Map<string, Part>>;
  /** What the last event changed. */
  news?: News;
}

/** The account is taken for the stream still, and free in truth: what is proposed meanwhile would be lost there, and is proposed again at the end. */
export interface EndingOrder {
  readonly accountRef: AccountRef;
  proposal?: NewProposal;
}

export interface NewProposal {
  readonly accountRef: AccountRef;
  readonly bank: string;
  readonly caseId: string;
  readonly because: ProposalGround;
}

/** What one event changed in what is known of the money, as far as somebody has to act on it. */
export interface News {
  readonly eventId: string;
  /** In the order in which they are to be made; at most one per account. */
  readonly proposals: readonly NewProposal[];
  /** Accounts that a recount leaves without any traced inflow. */
  readonly vanished: readonly { readonly accountRef: AccountRef; readonly bank: string }[];
  /** Answered accounts that traced money entered before the time reported. */
  readonly asks: readonly { readonly accountRef: AccountRef; readonly bank: string; readonly caseId: string; readonly from: Instant }[];
}
