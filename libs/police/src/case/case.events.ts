import { type AccountRef, type Fen, type Instant, type PersonRef, type Sealed } from '@interlock/kernel';
import { type ReceiptResult } from '@interlock/rulebook';
import { type Approver } from '../officers.ts';

/** What a report says of an account; anything may be missing. */
export interface ReportedAccount {
  /** Where bank and number are known. */
  readonly accountRef?: AccountRef;
  readonly bank?: string;
  readonly number?: Sealed;
  readonly holder?: Sealed;
}

export interface ReportedPayment {
  readonly reference?: string;
  readonly from?: ReportedAccount;
  readonly to?: ReportedAccount;
  readonly amountFen?: Fen;
  readonly paidAt?: Instant;
  readonly voucher: boolean;
  /** the bank says the transaction is stopped already. */
  readonly alreadyStopped?: boolean;
}

export interface Reporter {
  readonly personRef?: PersonRef;
  readonly name?: Sealed;
  readonly idNumber?: Sealed;
  readonly phone?: Sealed;
}

/** An account as its bank keeps it. */
export interface KnownAccount {
  readonly accountRef: AccountRef;
  readonly bank: string;
  readonly number: Sealed;
  readonly holder: Sealed;
}

/** What an order states of the account paid. */
export interface Stated {
  readonly number: Sealed;
  readonly holder: Sealed;
  readonly amountFen: Fen;
  readonly paidAt: Instant;
}

/** An executed payment of the case: true details, and what the reporter states of the account paid. */
export interface EnteredPayment {
  readonly reference: string;
  readonly from: KnownAccount;
  readonly to: KnownAccount;
  readonly amountFen: Fen;
  readonly paidAt: Instant;
  readonly stated: Stated;
}

/** registered at once, with its receipt and what is missing. */
export interface CaseReported {
  readonly type: 'CaseReported';
  readonly caseId: string;
  readonly caseNo: string;
  readonly by: 'victim' | 'bank';
  /** The bank's report (100401). */
  readonly bank?: string;
  readonly reportId?: string;
  readonly how?: 'phone' | 'counter' | 'online';
  readonly unit: string;
  readonly reportedAt: Instant;
  readonly scamType?: string;
  readonly summary?: Sealed;
  readonly reporter: Reporter;
  readonly payments: readonly ReportedPayment[];
  readonly missing: readonly string[];
  /** items that are there but fail their check; unset: none. */
  readonly unfit?: readonly string[];
  readonly receipt: ReceiptResult;
}

/** from here the clocks of entry and filing run. */
export interface CaseAccepted {
  readonly type: 'CaseAccepted';
  readonly caseId: string;
  readonly unit: string;
  readonly acceptedAt: Instant;
  readonly entryDueAt: Instant;
  readonly filingDueAt: Instant;
  /** the head who approved the long review of a major or complex case. */
  readonly approvedBy?: Approver;
}

/** from here the loss counts. */
export interface CaseEntered {
  readonly type: 'CaseEntered';
  readonly caseId: string;
  readonly caseNo: string;
  readonly unit: string;
  readonly enteredAt: Instant;
  readonly late: boolean;
  readonly scamType: string;
  /** Pseudonym of who reported, where the id number is known. */
  readonly victim?: PersonRef;
  readonly payments: readonly EnteredPayment[];
}

/** */
export interface CaseTransferred {
  readonly type: 'CaseTransferred';
  readonly caseId: string;
  readonly toOrgan: string;
  readonly decidedAt: Instant;
  readonly transferredAt: Instant;
  readonly late: boolean;
}

/** freezes may name this filing from here on. */
export interface CaseFiled {
  readonly type: 'CaseFiled';
  readonly caseId: string;
  readonly filingId: string;
  readonly filedAt: Instant;
  readonly late: boolean;
  readonly approvedBy: Approver;
}

/** */
export interface FilingRefused {
  readonly type: 'FilingRefused';
  readonly caseId: string;
  readonly reason: Sealed;
  readonly refusedAt: Instant;
  readonly serveDueAt: Instant;
  readonly approvedBy: Approver;
}

/** */
export interface RefusalServed {
  readonly type: 'RefusalServed';
  readonly caseId: string;
  readonly servedAt: Instant;
  readonly late: boolean;
}

/** a limit passed without the act. It blocks nothing: an act that comes later is marked late by itself. */
export interface DeadlineMissed {
  readonly type: 'DeadlineMissed';
  readonly caseId: string;
  /** Whose deadline it was. */
  readonly unit: string;
  readonly deadline: CaseDeadline;
  readonly rule: 'R-103' | 'R-121' | 'R-122';
  readonly dueAt: Instant;
}
/** `service`: of a refusal to file. */
export type CaseDeadline = 'entry' | 'filing' | 'service';

/** its freezes are due to be lifted. */
export interface CaseWithdrawn {
  readonly type: 'CaseWithdrawn';
  readonly caseId: string;
  readonly reason: Sealed;
  readonly withdrawnAt: Instant;
}

export interface CaseClosed {
  readonly type: 'CaseClosed';
  readonly caseId: string;
  readonly reason: Sealed;
  readonly closedAt: Instant;
}

export type CaseEvent =
  | CaseReported
  | CaseAccepted
  | CaseEntered
  | CaseTransferred
  | CaseFiled
  | FilingRefused
  | RefusalServed
  | DeadlineMissed
  | CaseWithdrawn
  | CaseClosed;
