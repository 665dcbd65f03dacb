import { type BodyOf, page, query } from '../../request.ts';
import { accountRef } from '../../words.ts';

/** Police stops and freezes that stand at the bank now; with an account also those that are over. */
export const holdsV1 = query('bank.holds.v1', { accountRef: accountRef.optional(), ...page });
export type HoldsV1 = BodyOf<typeof holdsV1>;
