import { z } from 'zod';
import { type BodyOf, command } from '../../request.ts';
import { uuid } from '../../words.ts';

/** an attempt to reach the person, and how it went. `spoken`: to the person, or for `relatives` to one of them. */
export const recordContactV1 = command('office.record-contact.v1', {
  warningId: uuid,
  channel: z.enum(['ai-call', 'human-call', 'relatives', 'visit']),
  result: z.enum(['spoken', 'no-answer', 'busy', 'not-met']),
});
export type RecordContactV1 = BodyOf<typeof recordContactV1>;
