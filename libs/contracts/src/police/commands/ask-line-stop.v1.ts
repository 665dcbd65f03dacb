import { z } from 'zod';
import { keyword } from '../../member-words.ts';
import { type BodyOf, command } from '../../request.ts';
import { clearPhone } from '../../telecom/words.ts';
import { instant, member } from '../../words.ts';

/** An officer asks an operator to shut, restrict or hold a line. A protective hold names its end. Outcome: numberRef, requestId. */
export const askLineStopV1 = command('police.ask-line-stop.v1', {
  operator: member,
  number: clearPhone,
  kind: z.enum(['suspend', 'restrict-outgoing', 'protective-hold']),
  legalBasis: keyword,
  grade: z.enum(['low', 'medium', 'high']),
  until: instant.optional(),
});
export type AskLineStopV1 = BodyOf<typeof askLineStopV1>;
