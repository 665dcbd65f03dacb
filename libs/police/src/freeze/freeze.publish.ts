import {
  type FreezeLapsedV1,
  freezeLapsedV1,
  type FreezeLiftOrderedV1,
  freezeLiftOrderedV1,
  type FreezeOrderedV1,
  freezeOrderedV1,
  type FreezeRenewedV1,
  freezeRenewedV1,
} from '@interlock/contracts';
import { type Told, tell, unreachable } from '@interlock/kernel';
import { toldSigner } from '../officers.ts';
import { type FreezeEvent } from './freeze.events.ts';

/** The bank learns what to do; the city what is covered. What the bank answered, it told the city itself. */
export function publishFreeze(event: FreezeEvent): readonly Told[] {
  const { freezeId, caseId, accountRef, bank } = event;
  const of = { freezeId, caseId, accountRef };
  switch (event.type) {
    case 'FreezeOrdered': {
      const { applicationId, caseNo, sumFen, filingId, orderedAt, months } = event;
      const approvedBy = toldSigner(event.approvedBy);
      const fact: FreezeOrderedV1 = {
        type: freezeOrderedV1.type,
        ...of,
        bank,
        applicationId,
        caseNo,
        sumFen,
        filingId,
        orderedAt,
        months,
        approvedBy,
      };
      return [tell(bank, fact), tell('city', fact)];
    }
    case 'FreezeRenewed': {
      const fact: FreezeRenewedV1 = { type: freezeRenewedV1.type, ...of, until: event.until };
      return [tell(bank, fact), tell('city', fact)];
    }
    case 'FreezeLapsed': {
      const fact: FreezeLapsedV1 = { type: freezeLapsedV1.type, ...of, lapsedAt: event.lapsedAt };
      return [tell(bank, fact), tell('city', fact)];
    }
    case 'LiftOrdered':
      return [tell<FreezeLiftOrderedV1>(bank, { type: freezeLiftOrderedV1.type, ...of, orderedAt: event.orderedAt })];
    case 'FreezeRefused':
    case 'FreezeApplied':
    case 'FreezeQueued':
    case 'RenewalReminded':
    case 'LiftBecameDue':
    case 'FreezeLifted':
      return [];
    default:
      return unreachable(event);
  }
}
