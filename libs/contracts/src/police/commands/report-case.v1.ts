import { z } from 'zod';
import { type BodyOf, command, text } from '../../request.ts';
import { fen, instant } from '../../words.ts';
import { paymentReference, reportedAccount } from '../account-words.ts';

/**
 * A victim reports. Stored at once, whatever is missing. The case's id is made of the command's id.
 * Outcome: caseId, caseNo, missing (items of R-102, `payments.0.amount`, …), unfit (items of R-102 and `victimPhone` that are there
 * but fail their check: to be asked again), receipt.
 */
export const policeReportCaseV1 = command('police.report-case.v1', {
  how: z.enum(['phone', 'counter', 'online']).default('phone'),
  /** When the victim turned to the police; now if left out. */
  reportedAt: instant.optional(),
  /** `T17`. */
  scamType: z
    .string()
    .regex(/^T\d{2}$/)
    .optional(),
  summary: text(4_000).optional(),
  reporter: z.strictObject({ name: text(100).optional(), idNumber: text(40).optional(), phone: text(40).optional() }).default({}),
  payments: z
    .array(
      z.strictObject({
        reference: paymentReference.optional(),
        from: reportedAccount.optional(),
        to: reportedAccount.optional(),
        amountFen: fen.min(1).optional(),
        paidAt: instant.optional(),
        /** Voucher or screenshot is at hand. */
        voucher: z.boolean().default(false),
      }),
    )
    .max(200)
    .default([]),
  receipt: z.enum(['given', 'refused', 'undeliverable']).default('given'),
});
export type PoliceReportCaseV1 = BodyOf<typeof policeReportCaseV1>;
