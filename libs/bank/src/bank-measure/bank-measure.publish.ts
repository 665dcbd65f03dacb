import { type OwnHoldAppliedV1, type OwnHoldLiftedV1 } from '@interlock/contracts';
import { type Told, tell, unreachable } from '@interlock/kernel';
import { type BankMeasureEvent } from './bank-measure.events.ts';

/** nobody hears of a bank's own measure unless the account is in question. */
export function publishBankMeasure(event: BankMeasureEvent, bank: string): readonly Told[] {
  switch (event.type) {
    case 'MeasureTold': {
      const { measureId, accountRef, reason, since } = event;
      const fact: OwnHoldAppliedV1 = { type: 'bank.own-hold-applied.v1', measureId, accountRef, bank, reason, since };
      return [tell('police', fact), tell('city', fact)];
    }
    case 'MeasureLifted': {
      if (!event.wasTold) return [];
      const { measureId, accountRef, liftedAt } = event;
      const fact: OwnHoldLiftedV1 = { type: 'bank.own-hold-lifted.v1', measureId, accountRef, bank, liftedAt };
      return [tell('police', fact), tell('city', fact)];
    }
    case 'MeasureApplied':
    case 'MeasureAppealed':
    case 'AppealVerified':
    case 'AppealDenied':
      return [];
    default:
      return unreachable(event);
  }
}
