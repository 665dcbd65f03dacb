import { z } from 'zod';
import { type FactOf, fact } from '../fact.ts';
import { accountRef, instant, member, movement, uuid } from '../words.ts';

/** Feedback 100302 or 100306: bookings of an account in question. To police and city. */
export const movementsReportedV1 = fact('bank.movements-reported.v1', {
  accountRef,
  bank: member,
  because: z.enum(['order', 'detail', 'watch']),
  /** The order, detail request or watch answered. */
  answers: uuid,
  from: instant,
  through: instant,
  movements: z.array(movement),
});
export type MovementsReportedV1 = FactOf<typeof movementsReportedV1>;
