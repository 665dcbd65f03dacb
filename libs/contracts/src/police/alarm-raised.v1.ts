import { z } from 'zod';
import { type FactOf, fact } from '../fact.ts';
import { accountRef, instant, uuid } from '../words.ts';

/** A stop nears its end. To city and office. */
export const alarmRaisedV1 = fact('police.alarm-raised.v1', {
  orderId: uuid,
  caseId: uuid,
  accountRef,
  atHours: z.int(),
  raisedAt: instant,
  lapsesAt: instant,
});
export type AlarmRaisedV1 = FactOf<typeof alarmRaisedV1>;
