import { z } from 'zod';
import { type BodyOf, query } from '../../request.ts';

/** The members of the joint office with their posts, and who is at the centre. */
export const membersV1 = query('office.members.v1', { kind: z.string().max(40).optional() });
export type MembersV1 = BodyOf<typeof membersV1>;
