import { z } from 'zod';
import { type BodyOf, command } from '../../request.ts';
import { uuid } from '../../words.ts';
import { ownLine } from '../words.ts';

/**
 * The user came to the shop or did it online. In a shop the risk notice is signed, online it is ticked and the reading filmed:
 * `noticeGiven` says so. Passed after the line was suspended starts the clock of restoration.
 */
export const recordReverificationV1 = command('telecom.record-reverification.v1', {
  line: ownLine,
  askId: uuid,
  passed: z.boolean(),
  how: z.enum(['shop', 'online']),
  noticeGiven: z.boolean(),
});
export type RecordReverificationV1 = BodyOf<typeof recordReverificationV1>;
