import { type BodyOf, command, text } from '../../request.ts';
import { accountRef, uuid } from '../../words.ts';

/** Lifts a freeze (100203) on the token of a head of the organ that approved it. Outcome: accountRef, freezeId. */
export const liftFreezeV1 = command('police.lift-freeze.v1', { accountRef, freezeId: uuid, reason: text(1_000) });
export type LiftFreezeV1 = BodyOf<typeof liftFreezeV1>;
