import { z } from 'zod';
import { type FactOf, fact } from '../fact.ts';
import { accountRef, fen, instant, member, personRef, unit, uuid } from '../words.ts';

/** Brief facts and the level-1 accounts were entered; from here on the loss counts. To city and office. */
export const caseEnteredV1 = fact('police.case-entered.v1', {
  caseId: uuid,
  caseNo: z.string(),
  unit,
  enteredAt: instant,
  late: z.boolean(),
  scamType: z.string(),
  /** Who lost the money, where the id number is known: warnings of the same person are linked. */
  victim: personRef.optional(),
  payments: z.array(
    z.object({
      reference: z.string(),
      from: accountRef,
      fromBank: member,
      to: accountRef,
      toBank: member,
      amountFen: fen,
      paidAt: instant,
    }),
  ),
});
export type CaseEnteredV1 = FactOf<typeof caseEnteredV1>;
