import { z } from 'zod';
import { text } from './request.ts';
import { accountRef } from './words.ts';

/** Digits of an account or card as people write it, spaces taken out. Clear: in command bodies only. */
export const clearAccountNumber = z
  .string()
  .transform((written) => written.replaceAll(' ', ''))
  .pipe(z.string().regex(/^\d{6,32}$/, { error: 'Not an account number: write its 6 to 32 digits' }));

/** A word of a list that the member keeps: `monitoring`. No free text, so no personal data. */
export const keyword = z.string().regex(/^[a-z][a-z0-9-]{1,60}$/, { error: 'Not a keyword: small letters, digits, hyphens' });

/** An account of the bank that is asked: by reference, or by its number. */
export const ownAccount = z.union([z.strictObject({ accountRef }), z.strictObject({ number: clearAccountNumber })]);

/** what a restriction has to tell the person. Left out, the record is invalid: the decider says so, with the rule. */
export const remedy = z.strictObject({ channel: keyword.optional(), papers: z.array(keyword).max(20).optional() });

/** risk grade of a measure. */
export const riskGrade = z.enum(['low', 'medium', 'high']);

/** why this measure; a person's own words, sealed before they are stored. */
export const why = text(500);
