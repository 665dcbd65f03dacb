import { z } from 'zod';

/** UTC, ISO 8601 with milliseconds: a moment that exists. */
export const instant = z
  .templateLiteral([z.string().regex(/\d{4}-\d{2}-\d{2}/), 'T', z.string().regex(/\d{2}:\d{2}:\d{2}\.\d{3}/), 'Z'])
  .refine((text) => !Number.isNaN(Date.parse(text)) && new Date(text).toISOString() === text, { error: 'No such moment' });

/** Money: integer fen, not negative. */
export const fen = z.int().min(0);

export const uuid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);

/** Code of a member or node: `bank-industry`, `police`, `city`. */
export const member = z.string().regex(/^[a-z][a-z0-9-]{1,40}$/);

/** Code of a unit of units.yaml. */
export const unit = z.string().regex(/^[a-z][a-z0-9-]{1,60}$/);

const base32 = z.string().regex(/[a-z2-7]{26}/);
/** Pseudonyms: kind and version, then base32 of 128 bits of HMAC-SHA-256 under the city's reference key. */
export const accountRef = z.templateLiteral(['a1.', base32]);
export const numberRef = z.templateLiteral(['n1.', base32]);
export const personRef = z.templateLiteral(['p1.', base32]);

/** Personal data, readable only with its key. */
export const sealed = z.object({
  sealed: z.literal(1),
  key: z.string(),
  commandId: z.string(),
  path: z.string(),
  box: z.string(),
});

/** Who signed an order or approved it: the member's own person code, never a name, and the unit. */
export const signer = z.object({ person: z.string().min(1), unit: z.string().min(1) });

/** four digits, the first two are the family. */
export const answerCode = z.string().regex(/^\d{4}$/);

/** one booking as an account's bank reports it. `reference` is the payment system's, the same at both banks; `serial` the bank's own ledger order. */
export const movement = z.object({
  reference: z.string().min(1).max(80),
  serial: z.int().min(0),
  direction: z.enum(['in', 'out']),
  kind: z.enum(['transfer', 'cash-atm', 'pos', 'abroad', 'virtual-currency']),
  amountFen: fen,
  at: instant,
  counterparty: z.object({ accountRef, bank: member, number: sealed, holder: sealed }).optional(),
});
export type MovementReport = z.infer<typeof movement>;

/** What an order says of the account for the bank's comparison. */
export const statedAccount = z.object({ number: sealed, holder: sealed, amountFen: fen, paidAt: instant });
