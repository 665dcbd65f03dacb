import { z } from 'zod';
import { type BodyOf, command } from '../../request.ts';
import { fen, instant, uuid } from '../../words.ts';
import { clearAccount, paymentReference, statedByReporter } from '../account-words.ts';

/**
 * Brief facts and the payments are entered: executed payments, with their true details as the paying account's bank knows them.
 * Without `payments` those of the report are taken over (a bank's report, 100401, has them). Outcome: caseId, caseNo, enteredAt, late, accounts (level 1).
 */
export const enterCaseV1 = command('police.enter-case.v1', {
  caseId: uuid,
  scamType: z
    .string()
    .regex(/^T\d{2}$/)
    .default('T99'),
  payments: z
    .array(
      z.strictObject({
        reference: paymentReference,
        from: clearAccount,
        to: clearAccount,
        amountFen: fen.min(1),
        paidAt: instant,
        stated: statedByReporter.optional(),
      }),
    )
    .max(200)
    .optional(),
});
export type EnterCaseV1 = BodyOf<typeof enterCaseV1>;
