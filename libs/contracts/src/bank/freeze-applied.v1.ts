import { type FactOf, fact } from '../fact.ts';
import { accountRef, fen, instant, member, uuid } from '../words.ts';

/** Feedback 100202: frozen up to the free balance. To police and city. */
export const freezeAppliedV1 = fact('bank.freeze-applied.v1', {
  freezeId: uuid,
  accountRef,
  bank: member,
  /** 0 where nothing was free: the freeze queues. */
  frozenFen: fen,
  balanceFen: fen,
  availableFen: fen,
  answeredAt: instant,
});
export type FreezeAppliedV1 = FactOf<typeof freezeAppliedV1>;
