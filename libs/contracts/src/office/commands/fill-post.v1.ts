import { type BodyOf, command } from '../../request.ts';
import { member } from '../../words.ts';
import { post, staff } from '../words.ts';

/** a post's holder and deputy from now on, whoever held it before. A member's own people fill its own posts. */
export const fillPostV1 = command('office.fill-post.v1', { member, post, holder: staff, deputy: staff.optional() });
export type FillPostV1 = BodyOf<typeof fillPostV1>;
