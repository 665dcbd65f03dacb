import { z } from 'zod';
import { type BodyOf, query, text } from '../../request.ts';
import { clearAccountNumber } from '../../member-words.ts';
import { member } from '../../words.ts';

/** A typed number as its reference; every look-up is recorded, and limited per person. Answers {ok, ref} or {ok: false, code}. */
export const findReferenceV1 = query('police.find-reference.v1', {
  purpose: text(200),
  look: z.discriminatedUnion('for', [
    z.strictObject({ for: z.literal('account'), bank: member, number: clearAccountNumber }),
    z.strictObject({ for: z.literal('number'), phone: text(40) }),
    z.strictObject({ for: z.literal('person'), idNumber: text(40) }),
  ]),
});
export type FindReferenceV1 = BodyOf<typeof findReferenceV1>;
