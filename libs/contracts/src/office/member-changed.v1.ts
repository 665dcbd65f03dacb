import { z } from 'zod';
import { type FactOf, fact } from '../fact.ts';
import { instant, member } from '../words.ts';
import { post, staff } from './words.ts';

/** Members, their posts, rota and presence at the centre. To city. */
export const memberChangedV1 = fact('office.member-changed.v1', {
  member,
  change: z.enum(['joined', 'post-filled', 'post-vacated', 'shift-planned', 'shift-cancelled', 'on-duty', 'left']),
  at: instant,
  kind: z.string().optional(),
  zh: z.string().optional(),
  en: z.string().optional(),
  /** Of a member that joined: the posts it brought along. */
  posts: z.array(z.object({ post, holder: staff, deputy: staff.optional() })).optional(),
  post: post.optional(),
  /** Who holds the post now; unset: nobody. */
  holder: staff.optional(),
  deputy: staff.optional(),
  person: staff.optional(),
  from: instant.optional(),
  until: instant.optional(),
});
export type MemberChangedV1 = FactOf<typeof memberChangedV1>;
