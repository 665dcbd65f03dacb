import { type MovementsReportedV1 } from '@interlock/contracts';
import { type Told, tell } from '@interlock/kernel';
import { type MovementsReported } from './movements.ts';

/** Police and city hear of every booking reported; a watch that found nothing new is no news. */
export function tellMovements(event: MovementsReported, bank: string): readonly Told[] {
  if (event.because === 'watch' && event.movements.length === 0) return [];
  const { because, answers, accountRef, from, through, movements } = event;
  const fact: MovementsReportedV1 = {
    type: 'bank.movements-reported.v1',
    accountRef,
    bank,
    because,
    answers,
    from,
    through,
    movements: [...movements],
  };
  return [tell('police', fact), tell('city', fact)];
}
