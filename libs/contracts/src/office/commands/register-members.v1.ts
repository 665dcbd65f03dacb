import { z } from 'zod';
import { type BodyOf, command, text } from '../../request.ts';
import { member } from '../../words.ts';
import { post, staff } from '../words.ts';

/**
 * The members of the joint office, all of them: refused unless they are as many of each kind as the rules say. A member that
 * has joined, and a post that is filled so, stay as they are: sending it again changes nothing. Outcome: `members`, each with what was done.
 */
export const registerMembersV1 = command('office.register-members.v1', {
  members: z
    .array(
      z.strictObject({
        code: member,
        kind: z.enum([
          ...(['party', 'justice', 'government', 'financial-regulator', 'telecom-regulator'] as const),
          ...(['mass-organisation', 'bank', 'payment', 'operator', 'media'] as const),
        ]),
        zh: text(100),
        en: text(100),
        chair: z.boolean().optional(),
        office: z.boolean().optional(),
        posts: z
          .array(z.strictObject({ post, holder: staff, deputy: staff.optional() }))
          .max(20)
          .default([]),
      }),
    )
    .min(1)
    .max(200),
});
export type RegisterMembersV1 = BodyOf<typeof registerMembersV1>;
