import { z } from 'zod';
import { type FactOf, fact } from '../fact.ts';
import { accountRef, fen, instant, unit, uuid } from '../words.ts';

/** A stop ran out; `uncoveredFen` above 0 is money that no freeze covers. To the bank and city. */
export const stopLapsedV1 = fact('police.stop-lapsed.v1', {
  orderId: uuid,
  caseId: uuid,
  accountRef,
  lapsedAt: instant,
  uncoveredFen: fen,
  /** To city alone: who ordered the stop that ran out over money not covered. */
  missedBy: z.object({ person: z.string().min(1).max(60), unit }).optional(),
});
export type StopLapsedV1 = FactOf<typeof stopLapsedV1>;
