import { z } from 'zod';
import { type BodyOf, query } from '../../request.ts';

/** The members of the joint office with their posts, and who of each is at the centre. */
export const cityMembersV1 = query('city.members.v1', { kind: z.string().max(40).optional() });
export type CityMembersV1 = BodyOf<typeof cityMembersV1>;
