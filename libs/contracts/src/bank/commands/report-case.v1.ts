import { z } from 'zod';
import { type BodyOf, command, text } from '../../request.ts';
import { fen, instant, member } from '../../words.ts';
import { clearAccountNumber } from '../../member-words.ts';

/** A customer reports a fraud at the bank (100401; ). The report's id is the command's id. `02`: paperwork after a stop already applied. */
export const reportCaseV1 = command('bank.report-case.v1', {
  kind: z.enum(['01', '02']),
  reporter: z.strictObject({ name: text(100), idNumber: text(40), phone: text(40) }),
  payments: z
    .array(
      z.strictObject({
        /** The payment system's, as both banks book it. */
        reference: z.string().regex(/^[A-Za-z0-9._-]{1,80}$/, { error: 'Not a payment reference' }),
        /** The customer's account at this bank. */
        from: z.strictObject({ number: clearAccountNumber, holder: text(100) }),
        to: z.strictObject({ bank: member, number: clearAccountNumber, holder: text(100) }),
        amountFen: fen.min(1),
        paidAt: instant,
        alreadyStopped: z.boolean().default(false),
      }),
    )
    .min(1)
    .max(200),
});
export type ReportCaseV1 = BodyOf<typeof reportCaseV1>;
