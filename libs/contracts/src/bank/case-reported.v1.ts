import { z } from 'zod';
import { type FactOf, fact } from '../fact.ts';
import { accountRef, fen, instant, member, sealed, uuid } from '../words.ts';

/** Message 100401: a customer reported a fraud at the bank. To police. */
export const bankCaseReportedV1 = fact('bank.case-reported.v1', {
  reportId: uuid,
  bank: member,
  reportedAt: instant,
  kind: z.enum(['01', '02']),
  reporter: z.object({ name: sealed, idNumber: sealed, phone: sealed }),
  payments: z.array(
    z.object({
      reference: z.string(),
      from: accountRef,
      fromNumber: sealed,
      fromHolder: sealed,
      to: accountRef,
      toBank: member,
      toNumber: sealed,
      toHolder: sealed,
      amountFen: fen,
      paidAt: instant,
      alreadyStopped: z.boolean(),
    }),
  ),
});
export type BankCaseReportedV1 = FactOf<typeof bankCaseReportedV1>;
