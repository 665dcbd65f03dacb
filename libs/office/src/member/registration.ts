import { type RegisterMembersV1 } from '@interlock/contracts';
import { type CommandError, type Instant } from '@interlock/kernel';
import { codesOf, inForce, MEMBER_KINDS, MEMBERS_BY_KIND, OFFICE_MEMBERS } from '@interlock/rulebook';
import { type Joining } from './member.decider.ts';

type Listed = RegisterMembersV1['members'];

/** why the list is not the joint office: a code twice, too many or too few in all or of a kind, not exactly one office and one chair. */
export function problemsOf(listed: Listed, at: Instant): readonly CommandError[] {
  const rule = 'R-804';
  const codes = listed.map(({ code }) => code);
  const twice = [...new Set(codes.filter((code, index) => codes.indexOf(code) !== index))];
  const counted: readonly (readonly [string, number, number])[] = [
    ['all', inForce(OFFICE_MEMBERS, at), listed.length],
    ...codesOf(MEMBER_KINDS).map(
      (kind) => [kind, inForce(MEMBERS_BY_KIND, at)[kind], listed.filter((one) => one.kind === kind).length] as const,
    ),
    ['office', 1, listed.filter(({ office }) => office === true).length],
    ['chair', 1, listed.filter(({ chair }) => chair === true).length],
  ];
  return [
    ...twice.map((member) => ({ code: 'MEMBER_TWICE', rule, path: 'members', details: { member } })),
    ...counted
      .filter(([, wanted, given]) => wanted !== given)
      .map(([of, wanted, given]) => ({ code: 'REGISTER_INCOMPLETE', rule, path: 'members', details: { of, wanted, given } })),
  ];
}

export function joiningOf({ code, posts, chair = false, office = false, ...named }: Listed[number]): Joining {
  return {
    member: code,
    ...named,
    chair,
    office,
    posts: posts.map(({ post, holder, deputy }) => ({ post, holder, ...(deputy !== undefined && { deputy }) })),
  };
}
