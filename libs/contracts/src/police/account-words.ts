import { z } from 'zod';
import { clearAccountNumber } from '../member-words.ts';
import { text } from '../request.ts';
import { fen, instant, member } from '../words.ts';

/** The payment system's, the same at both banks. */
export const paymentReference = z.string().regex(/^[A-Za-z0-9._-]{1,80}$/, { error: 'Not a payment reference' });

/** ISO/IEC 7812: the last digit of a personal card is a check of the others. */
export function passesLuhn(number: string): boolean {
  const digits = [...number].reverse().map(Number);
  const sum = digits.reduce((total, digit, index) => total + (index % 2 === 0 ? digit : digit * 2 - (digit > 4 ? 9 : 0)), 0);
  return sum % 10 === 0;
}

/** An account as its bank keeps it. Clear: in command bodies only. A personal card's number has to pass its check; corporate accounts have none. */
export const clearAccount = z
  .strictObject({
    bank: member,
    number: clearAccountNumber,
    holder: text(100),
    kind: z.enum(['personal', 'corporate']).default('personal'),
  })
  .refine(({ kind, number }) => kind === 'corporate' || passesLuhn(number), {
    path: ['number'],
    error: 'Not a personal card: the check digit does not fit; compare it with the voucher (a company account: kind corporate)',
  });

/** What a report says of an account; anything may be missing. The check digit is not asked for: a reporter's mistake is stored, too. */
export const reportedAccount = z.strictObject({
  bank: member.optional(),
  number: clearAccountNumber.optional(),
  holder: text(100).optional(),
});

/** What the reporter says of the account paid, where it differs from the payment's true details: it is what an order states. */
export const statedByReporter = z.strictObject({
  number: clearAccountNumber.optional(),
  holder: text(100).optional(),
  amountFen: fen.min(1).optional(),
  paidAt: instant.optional(),
});
