import { z } from 'zod';
import { type BodyOf, command } from '../../request.ts';
import { accountRef, fen, uuid } from '../../words.ts';

/**
 * Freezes sums of one case, many accounts in one action, on the approving head's own token; never before filing.
 * Without `sumFen`: what is traced, stopped and not covered then. Outcome: accounts [{accountRef, ok, freezeId, sumFen} or {…, ok: false, error}].
 */
export const orderFreezesV1 = command('police.order-freezes.v1', {
  caseId: uuid,
  accounts: z
    .array(z.strictObject({ accountRef, sumFen: fen.min(1).optional() }))
    .min(1)
    .max(500)
    .refine((list) => new Set(list.map((one) => one.accountRef)).size === list.length, { error: 'An account is named twice' }),
  /** `major`: one year, approved at city level. */
  period: z.enum(['ordinary', 'major']).default('ordinary'),
});
export type OrderFreezesV1 = BodyOf<typeof orderFreezesV1>;
