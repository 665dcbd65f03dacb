import { z } from 'zod';
import { type BodyOf, command } from '../../request.ts';
import { accountRef, uuid } from '../../words.ts';

/** A freeze runs on from its end (100205; R-205), on the approving head's token. Outcome: accountRef, freezeId, until. */
export const renewFreezeV1 = command('police.renew-freeze.v1', {
  accountRef,
  freezeId: uuid,
  period: z.enum(['ordinary', 'major']).default('ordinary'),
});
export type RenewFreezeV1 = BodyOf<typeof renewFreezeV1>;
