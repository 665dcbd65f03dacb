import { type AccountRef, type Fen, type Instant, type Sealed } from '@interlock/kernel';
import { type Stated } from '../case/case.events.ts';
import { type Signer } from '../officers.ts';
import { type ProposalGround } from './stop-payment.events.ts';

interface OfAccount {
  readonly accountRef: AccountRef;
  readonly bank: string;
  readonly at: Instant;
}

/** What an order says of the money: read at the head of the log when an officer confirms. Absent where nothing traced ever reached the account. */
export interface OrderDetails {
  readonly caseNo: string;
  readonly stated: Stated;
  readonly paidFrom?: AccountRef;
  readonly namedFen: Fen;
  readonly firstInflowAt: Instant;
  readonly tracedThrough: string;
}

interface AnOrder extends OfAccount {
  readonly orderId: string;
  readonly applicationId: string;
  readonly officers: { readonly first: Signer; readonly second?: Signer };
  readonly urgency: 'normal' | 'urgent';
  readonly details?: OrderDetails;
}

export interface ProposeStop extends OfAccount {
  readonly type: 'ProposeStop';
  readonly proposalId: string;
  readonly caseId: string;
  readonly because: ProposalGround;
}
/** Without `proposalId`: whichever is open, none is fine. */
export interface WithdrawProposal extends OfAccount {
  readonly type: 'WithdrawProposal';
  readonly proposalId?: string;
  readonly why: 'nothing-traced' | 'declined';
}
export interface OrderStop extends AnOrder {
  readonly type: 'OrderStop';
  readonly proposalId: string;
}
export interface CorrectStop extends AnOrder {
  readonly type: 'CorrectStop';
  readonly corrects: string;
}
export interface RenewStop extends AnOrder {
  readonly type: 'RenewStop';
  readonly continues: string;
}
export interface RecordApplied extends OfAccount {
  readonly type: 'RecordApplied';
  readonly orderId: string;
  readonly code: string;
  readonly answeredAt: Instant;
  readonly balanceFen: Fen;
  readonly heldFen: Fen;
}
export interface RecordRefusedByBank extends OfAccount {
  readonly type: 'RecordRefusedByBank';
  readonly orderId: string;
  readonly code: string;
  readonly answeredAt: Instant;
}
export interface LapseStop extends OfAccount {
  readonly type: 'LapseStop';
  readonly orderId: string;
}
export interface CountLapse extends OfAccount {
  readonly type: 'CountLapse';
  readonly orderId: string;
  readonly uncoveredFen: Fen;
}
export interface RaiseAlarm extends OfAccount {
  readonly type: 'RaiseAlarm';
  readonly orderId: string;
  readonly hours: number;
}
/** Of whichever stop stands; none is fine. */
export interface ProposeRelease extends OfAccount {
  readonly type: 'ProposeRelease';
  readonly proposalId: string;
}
export interface ReleaseStop extends OfAccount {
  readonly type: 'ReleaseStop';
  readonly orderId: string;
  readonly reason: Sealed;
}
export interface RecordReleased extends OfAccount {
  readonly type: 'RecordReleased';
  readonly orderId: string;
  readonly code: string;
  readonly releasedAt: Instant;
}
export interface AskDetail extends OfAccount {
  readonly type: 'AskDetail';
  readonly askId: string;
  readonly caseId: string;
  readonly from: Instant;
  readonly because: 'earlier-inflow' | 'officer';
}
export interface WatchAccount extends OfAccount {
  readonly type: 'WatchAccount';
  readonly watchId: string;
  readonly caseId: string;
}
export interface EndWatch extends OfAccount {
  readonly type: 'EndWatch';
  readonly watchId: string;
}

export type StopPaymentCommand =
  | ProposeStop
  | WithdrawProposal
  | OrderStop
  | CorrectStop
  | RenewStop
  | RecordApplied
  | RecordRefusedByBank
  | LapseStop
  | CountLapse
  | RaiseAlarm
  | ProposeRelease
  | ReleaseStop
  | RecordReleased
  | AskDetail
  | WatchAccount
  | EndWatch;

export type StopPaymentRejection =
  | { readonly type: 'AlreadyProposed'; readonly proposalId: string }
  | { readonly type: 'AlreadyOrdered'; readonly orderId: string }
  | { readonly type: 'AlreadyStopped'; readonly orderId: string; readonly lapsesAt: Instant }
  | { readonly type: 'AlreadyRenewed'; readonly orderId: string }
  | { readonly type: 'AlreadyReleasing'; readonly orderId: string }
  | { readonly type: 'AlreadyWatched'; readonly watchId: string }
  | { readonly type: 'NoSuchProposal' }
  | { readonly type: 'NoSuchOrder' }
  | { readonly type: 'NoSuchWatch' }
  | { readonly type: 'NoMismatch'; readonly rule: 'R-110' }
  | { readonly type: 'NothingTraced' }
  | { readonly type: 'SecondOfficerNeeded'; readonly rule: 'R-108' }
  | { readonly type: 'LimitReached'; readonly rule: 'R-113'; readonly code: '1304'; readonly stopsMax: number }
  | { readonly type: 'StopOver'; readonly rule: 'R-117'; readonly code: '1800' | '1900' }
  | { readonly type: 'NotDueYet'; readonly dueAt: Instant }
  | { readonly type: 'TimeInFuture'; readonly field: string };
