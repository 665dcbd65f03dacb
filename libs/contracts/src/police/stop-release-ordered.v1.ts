import { type FactOf, fact } from '../fact.ts';
import { accountRef, instant, uuid } from '../words.ts';

/** Message 100103: release the stop before its end. To the bank. */
export const stopReleaseOrderedV1 = fact('police.stop-release-ordered.v1', {
  orderId: uuid,
  caseId: uuid,
  accountRef,
  orderedAt: instant,
});
export type StopReleaseOrderedV1 = FactOf<typeof stopReleaseOrderedV1>;
