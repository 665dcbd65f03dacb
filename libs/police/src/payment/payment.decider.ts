import { type Decider, type Instant, type Stream, accept, reject } from '@interlock/kernel';
import { type PaymentClaimed } from './payment.events.ts';

interface ClaimPayment {
  readonly type: 'ClaimPayment';
  readonly reference: string;
  readonly caseId: string;
  readonly at: Instant;
}

interface PaymentAlreadyEntered {
  readonly type: 'PaymentAlreadyEntered';
}

/** The case that has it. */
type Owner = string | undefined;

/** A payment belongs to one case: of two officers who enter it at once, in two cases, the stream knows the first. The same case may claim it again. */
const paymentDecider: Decider<ClaimPayment, Owner, PaymentClaimed, PaymentAlreadyEntered> = {
  initial: undefined,
  decide({ reference, caseId, at }, owner) {
    if (owner === undefined) return accept({ type: 'PaymentClaimed', reference, caseId, claimedAt: at });
    return owner === caseId ? accept() : reject({ type: 'PaymentAlreadyEntered' });
  },
  evolve: (_, { caseId }) => caseId,
};

/** Key: made of the payment system's reference, which may hold any sign. */
export const paymentStream: Stream<ClaimPayment, Owner, PaymentClaimed, PaymentAlreadyEntered> = {
  category: 'payment',
  decider: paymentDecider,
};
