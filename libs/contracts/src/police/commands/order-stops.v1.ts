import { z } from 'zod';
import { type BodyOf, command } from '../../request.ts';
import { accountRef, uuid } from '../../words.ts';

/**
 * Confirms proposals, many accounts in one action, with the second officer's own token. Carries no sums: they are read from what is
 * known at that moment. Outcome: accounts [{accountRef, proposalId, ok, orderId, number, namedFen, repeated} or {…, ok: false, error}].
 */
export const orderStopsV1 = command('police.order-stops.v1', {
  proposals: z
    .array(z.strictObject({ proposalId: uuid, accountRef }))
    .min(1)
    .max(500)
    .refine((list) => new Set(list.map((one) => one.accountRef)).size === list.length, { error: 'An account is named twice' }),
  urgency: z.enum(['normal', 'urgent']).default('urgent'),
});
export type OrderStopsV1 = BodyOf<typeof orderStopsV1>;
