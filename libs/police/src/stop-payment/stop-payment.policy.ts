import {
  type FreezeAppliedV1,
  type FreezeLiftedV1,
  type StopAppliedV1,
  type StopRefusedV1,
  type StopReleasedV1,
} from '@interlock/contracts';
import { policy, to, unreachable } from '@interlock/kernel';
import { freezeStream } from '../freeze/freeze.stream.ts';
import { stopPaymentStream } from './stop-payment.stream.ts';

type BankAnswer = StopAppliedV1 | StopRefusedV1 | StopReleasedV1 | FreezeAppliedV1 | FreezeLiftedV1;

/** The bank answered: its own moment starts the clock of R-112. An answer to an order that nobody sent is parked, not dropped. */
export const recordWhenBankAnswered = policy<BankAnswer>({
  name: 'police_record_when_bank_answered',
  on: ['bank.stop-applied.v1', 'bank.stop-refused.v1', 'bank.stop-released.v1', 'bank.freeze-applied.v1', 'bank.freeze-lifted.v1'],
  keys: ({ accountRef }) => [accountRef],
  react(fact) {
    const { accountRef, bank } = fact;
    const account = { accountRef, bank };
    switch (fact.type) {
      case 'bank.stop-applied.v1': {
        const { orderId, code, answeredAt, balanceFen, heldFen } = fact;
        return [to(stopPaymentStream, accountRef, { type: 'RecordApplied', ...account, orderId, code, answeredAt, balanceFen, heldFen })];
      }
      case 'bank.stop-refused.v1': {
        const { orderId, code, answeredAt } = fact;
        return [to(stopPaymentStream, accountRef, { type: 'RecordRefusedByBank', ...account, orderId, code, answeredAt })];
      }
      case 'bank.stop-released.v1': {
        const { orderId, code, releasedAt } = fact;
        return [to(stopPaymentStream, accountRef, { type: 'RecordReleased', ...account, orderId, code, releasedAt })];
      }
      case 'bank.freeze-applied.v1': {
        const { freezeId, frozenFen, balanceFen, availableFen, answeredAt } = fact;
        return [
          to(freezeStream, accountRef, { type: 'RecordFrozen', ...account, freezeId, frozenFen, balanceFen, availableFen, answeredAt }),
        ];
      }
      case 'bank.freeze-lifted.v1': {
        const { freezeId, liftedAt } = fact;
        return [to(freezeStream, accountRef, { type: 'RecordLifted', ...account, freezeId, liftedAt })];
      }
      default:
        return unreachable(fact);
    }
  },
});
