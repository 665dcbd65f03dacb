import { type Instant } from '@interlock/kernel';

/** The payment belongs to this case, for good: its money counts there. */
export interface PaymentClaimed {
  readonly type: 'PaymentClaimed';
  /** The payment system's. */
  readonly reference: string;
  readonly caseId: string;
  readonly claimedAt: Instant;
}
