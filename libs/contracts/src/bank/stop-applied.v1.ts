import { z } from 'zod';
import { type FactOf, fact } from '../fact.ts';
import { accountRef, answerCode, fen, instant, member, movement, uuid } from '../words.ts';

/** Feedback 100102: the stop holds (0000, or 1200 when the balance is less than the sum named, R-115), with every booking from the first traced inflow on. To police and city. */
export const stopAppliedV1 = fact('bank.stop-applied.v1', {
  orderId: uuid,
  accountRef,
  bank: member,
  code: answerCode,
  /** The bank’s own clock: the 48 hours count from `startsAt`. */
  answeredAt: instant,
  /** `answeredAt`; for a continuation the end of the stop before. */
  startsAt: instant,
  lapsesAt: instant,
  balanceFen: fen,
  heldFen: fen,
  movements: z.array(movement),
});
export type StopAppliedV1 = FactOf<typeof stopAppliedV1>;
