import { z } from 'zod';
import { type BodyOf, command } from '../../request.ts';
import { accountRef, uuid } from '../../words.ts';

/** An officer proposes stops by hand, on accounts that traced money reached. Outcome: accounts [{accountRef, ok, proposalId}]. */
export const proposeStopsV1 = command('police.propose-stops.v1', { caseId: uuid, accounts: z.array(accountRef).min(1).max(500) });
export type ProposeStopsV1 = BodyOf<typeof proposeStopsV1>;
