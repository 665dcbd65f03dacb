import { z } from 'zod';
import { type BodyOf, command } from '../../request.ts';
import { uuid } from '../../words.ts';
import { keyword } from '../../member-words.ts';

/** The bank decides the open appeal; verified means lifted at once. */
export const decideAppealV1 = command('bank.decide-appeal.v1', { measureId: uuid, verified: z.boolean(), reason: keyword });
export type DecideAppealV1 = BodyOf<typeof decideAppealV1>;
