import { type StopAppliedV1, type StopRefusedV1, type StopReleasedV1 } from '@interlock/contracts';
import { type Told, tell, unreachable } from '@interlock/kernel';
import { ANSWER } from '@interlock/rulebook';
import { tellMovements } from '../movements.publish.ts';
import { type AccountHoldEvent, type StopApplied } from './account-hold.events.ts';

/** Police and city hear of the answer only: not that it was received, nor that it is being worked on. */
export function publishAccountHold(event: AccountHoldEvent, bank: string): readonly Told[] {
  switch (event.type) {
    case 'StopApplied':
      return toBoth(appliedFact(event, bank));
    case 'MovementsReported':
      return tellMovements(event, bank);
    case 'StopRefused': {
      const { orderId, accountRef, code, answeredAt } = event;
      const fact: StopRefusedV1 = { type: 'bank.stop-refused.v1', orderId, accountRef, bank, code, answeredAt };
      return toBoth(fact);
    }
    case 'StopReleased': {
      const { orderId, accountRef, releasedAt } = event;
      const fact: StopReleasedV1 = { type: 'bank.stop-released.v1', orderId, accountRef, bank, code: ANSWER.success, releasedAt };
      return toBoth(fact);
    }
    case 'ReleaseRefused': {
      const { orderId, accountRef, code, refusedAt } = event;
      const fact: StopReleasedV1 = { type: 'bank.stop-released.v1', orderId, accountRef, bank, code, releasedAt: refusedAt };
      return toBoth(fact);
    }
    case 'StopOrderReceived':
    case 'StopAnswerBegun':
    case 'ReleaseAsked':
    case 'ReleaseBegun':
    case 'StopExpired': // each side computes the end by itself
      return [];
    default:
      return unreachable(event);
  }
}

/** One fact with the movements: what the answer secured is known with the answer. */
function appliedFact({ type: _, opened: __, movements, ...applied }: StopApplied, bank: string): StopAppliedV1 {
  return { type: 'bank.stop-applied.v1', ...applied, bank, movements: [...movements] };
}

function toBoth(fact: { readonly type: string }): readonly Told[] {
  return [tell('police', fact), tell('city', fact)];
}
