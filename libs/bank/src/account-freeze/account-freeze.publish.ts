import { type FreezeAppliedV1, type FreezeLiftedV1 } from '@interlock/contracts';
import { type Told, tell, unreachable } from '@interlock/kernel';
import { type AccountFreezeEvent } from './account-freeze.events.ts';

export function publishAccountFreeze(event: AccountFreezeEvent, bank: string): readonly Told[] {
  switch (event.type) {
    case 'FreezeApplied': {
      const { freezeId, accountRef, frozenFen, balanceFen, availableFen, answeredAt } = event;
      return applied({ freezeId, accountRef, bank, frozenFen, balanceFen, availableFen, answeredAt });
    }
    case 'FreezeQueued': {
      const { freezeId, accountRef, balanceFen, availableFen, answeredAt, isFirstAnswer } = event;
      return isFirstAnswer ? applied({ freezeId, accountRef, bank, frozenFen: 0, balanceFen, availableFen, answeredAt }) : [];
    }
    case 'FreezeLifted':
      return over(event, bank, event.liftedAt);
    case 'FreezeFoundOver':
      return over(event, bank, event.endedAt);
    case 'FreezeOrderReceived':
    case 'FreezeBegun':
    case 'FreezeRenewed':
    case 'ExtensionBegun':
    case 'FreezeExtended':
    case 'LiftAsked':
    case 'LiftBegun':
    case 'FreezeLapsed': // each side computes the end by itself
    case 'LapsedSumFreed':
      return [];
    default:
      return unreachable(event);
  }
}

function applied(fields: Omit<FreezeAppliedV1, 'type'>): readonly Told[] {
  const fact: FreezeAppliedV1 = { type: 'bank.freeze-applied.v1', ...fields };
  return [tell('police', fact), tell('city', fact)];
}

function over(
  { freezeId, accountRef }: Pick<FreezeLiftedV1, 'freezeId' | 'accountRef'>,
  bank: string,
  liftedAt: FreezeLiftedV1['liftedAt'],
) {
  const fact: FreezeLiftedV1 = { type: 'bank.freeze-lifted.v1', freezeId, accountRef, bank, liftedAt };
  return [tell('police', fact), tell('city', fact)];
}
