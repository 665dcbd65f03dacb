import { z } from 'zod';
import { type BodyOf, command } from '../../request.ts';
import { fen, instant, uuid } from '../../words.ts';

/** links a later case of the same person by hand, where no id number told it. Payments from before the warning do not count. */
export const linkLossV1 = command('office.link-loss.v1', {
  warningId: uuid,
  caseId: uuid,
  payments: z
    .array(z.strictObject({ amountFen: fen.min(1), paidAt: instant }))
    .min(1)
    .max(200),
});
export type LinkLossV1 = BodyOf<typeof linkLossV1>;
