import { type AccountRef, type Fen, type Instant, type Sealed } from '@interlock/kernel';
import { type BankReportType } from '@interlock/rulebook';

/** One payment of the report, from the customer's account at this bank. */
export interface ReportedPayment {
  readonly reference: string;
  readonly from: AccountRef;
  readonly fromNumber: Sealed;
  readonly fromHolder: Sealed;
  readonly to: AccountRef;
  readonly toBank: string;
  readonly toNumber: Sealed;
  readonly toHolder: Sealed;
  readonly amountFen: Fen;
  readonly paidAt: Instant;
  readonly alreadyStopped: boolean;
}

/** A customer reported a fraud at the bank (100401; ). */
export interface FraudReported {
  readonly type: 'FraudReported';
  readonly reportId: string;
  readonly kind: BankReportType;
  readonly reporter: { readonly name: Sealed; readonly idNumber: Sealed; readonly phone: Sealed };
  readonly payments: readonly ReportedPayment[];
  readonly reportedAt: Instant;
}
