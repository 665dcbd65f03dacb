import { z } from 'zod';

const fen = z.int();
/** A key of the scenario file. */
const key = z.string().regex(/^\S{1,100}$/);

export const accountShape = z.object({ key, bank: z.string(), number: z.string(), holder: z.string(), openingFen: fen });
export const lineShape = z.object({ key, number: z.string(), operator: z.string() });

/** A share’s parts are too large for JSON’s numbers: they travel as text. */
const whole = z
  .string()
  .regex(/^\d{1,400}$/)
  .transform(BigInt);
const amount = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('fen'), fen }),
  z.object({ kind: z.literal('share'), numerator: whole, denominator: whole }),
  z.object({ kind: z.literal('all') }),
]);

export const movementShape = z.object({
  movement: z.string(),
  from: key,
  to: key.exactOptional(),
  how: z.enum(['transfer', 'cash-atm', 'pos', 'abroad', 'virtual-currency']).exactOptional(),
  amount,
});
export const answersShape = z.object({ line: key, result: z.enum(['answered', 'no-answer', 'busy']) });
export const holdShape = z.object({ key: z.string(), account: key, reason: z.string() });
export const accountKeyShape = z.object({ account: key });
/** How many entries of the journal the caller has seen. */
export const historyShape = z.object({ known: z.int().exactOptional() });
