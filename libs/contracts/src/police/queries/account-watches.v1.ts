import { type BodyOf, page, query } from '../../request.ts';
import { accountRef } from '../../words.ts';

/** Watches that run. */
export const accountWatchesV1 = query('police.account-watches.v1', { accountRef: accountRef.optional(), ...page });
export type AccountWatchesV1 = BodyOf<typeof accountWatchesV1>;
