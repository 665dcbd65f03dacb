import { z } from 'zod';
import { type BodyOf, command } from '../../request.ts';
import { member } from '../../words.ts';
import { post } from '../words.ts';

/** holder or deputy leaves the post; open duties of a post without a holder become alerts. */
export const vacatePostV1 = command('office.vacate-post.v1', { member, post, seat: z.enum(['holder', 'deputy']).default('holder') });
export type VacatePostV1 = BodyOf<typeof vacatePostV1>;
