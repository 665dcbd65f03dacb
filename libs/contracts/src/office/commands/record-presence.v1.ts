import { z } from 'zod';
import { type BodyOf, command } from '../../request.ts';

/** The sender takes or leaves the member's seat at the centre. */
export const recordPresenceV1 = command('office.record-presence.v1', { is: z.enum(['on-duty', 'left']) });
export type RecordPresenceV1 = BodyOf<typeof recordPresenceV1>;
