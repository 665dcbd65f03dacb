import { type FactOf, fact } from '../fact.ts';
import { accountRef, instant, uuid } from '../words.ts';

/** Message 100307: the watch is over. To the bank. */
export const watchEndedV1 = fact('police.watch-ended.v1', {
  watchId: uuid,
  accountRef,
  endedAt: instant,
});
export type WatchEndedV1 = FactOf<typeof watchEndedV1>;
