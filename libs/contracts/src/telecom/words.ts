import { z } from 'zod';
import { numberRef } from '../words.ts';

/** A telephone number as people write it. Clear: in command bodies only. */
export const clearPhone = z
  .string()
  .transform((written) => written.replaceAll(/[ -]/g, ''))
  .pipe(z.string().regex(/^\+?\d{5,20}$/, { error: 'Not a telephone number: 5 to 20 digits' }));

/** A line of the operator that is asked: by reference, or by its number. */
export const ownLine = z.union([z.strictObject({ numberRef }), z.strictObject({ number: clearPhone })]);
