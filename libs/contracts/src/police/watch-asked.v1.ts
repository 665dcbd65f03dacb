import { type FactOf, fact } from '../fact.ts';
import { accountRef, instant, uuid } from '../words.ts';

/** Message 100305: report each booking of the account as it happens. To the bank. */
export const watchAskedV1 = fact('police.watch-asked.v1', {
  watchId: uuid,
  accountRef,
  from: instant,
});
export type WatchAskedV1 = FactOf<typeof watchAskedV1>;
