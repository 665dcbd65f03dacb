import { type EventStore, idOf, streamName } from '@interlock/kernel';
import { type Register } from '@interlock/office';
import { type Cast, type PlayedCity } from '@interlock/simulator';
import { EXIT, Fault } from '@interlock/hosting';

/** Head of the demo city’s joint office, a person of the member that runs it. */
const OFFICE_HEAD: Cast = { member: 'police', person: 'p-1005', role: 'office-head', unit: 'city-centre' };

/**
 * Enters the members of the register at the office. Whoever has joined stays as it is, posts that were filled anew since included: so this may
 * be repeated, by a later version too, whose body of the same registration may be another.
 */
export async function registerMembers(
  played: Pick<PlayedCity, 'send'>,
  register: Register,
  office: { readonly store: Pick<EventStore, 'readStream'> } | undefined,
): Promise<void> {
  if (!office) throw new Error('The office does not run here');
  const missing: string[] = [];
  for (const { code } of register.members)
    if ((await office.store.readStream(streamName('member', code), { limit: 1 })).head < 0) missing.push(code);
  if (missing.length > 0) await enterMembers(played, register, missing);
}

/** The same again, by whoever lost the answer, is that registration. */
export async function enterMembers(played: Pick<PlayedCity, 'send'>, register: Register, missing: readonly string[]): Promise<void> {
  const members = register.members.map((member) => ({ ...member, posts: missing.includes(member.code) ? postsOf(member.code) : [] }));
  const answer = await played.send('office', {
    name: 'office.register-members.v1',
    commandId: idOf('register-members', JSON.stringify(members)),
    body: { members },
    by: OFFICE_HEAD,
  });
  if (answer.ok) return;
  throw new Fault({
    code: 'REGISTER_REFUSED',
    what: 'The office refuses the register of members',
    why: answer.errors
      .map(({ code, rule, details }) => [code, rule, details && JSON.stringify(details)].filter(Boolean).join(' '))
      .join('; '),
    how: 'correct members.yaml: exactly the members that R-804 counts',
    exit: EXIT.invalid,
  });
}

/** Posts that duties and warnings are addressed to, filled in every member: nobody answers for an empty one. */
const POSTS = ['liaison', 'centre-desk', 'duty-desk', 'investigation', 'warning-desk'];

function postsOf(member: string): readonly { readonly post: string; readonly holder: string; readonly deputy: string }[] {
  return POSTS.map((post, index) => ({
    post,
    holder: `s-${member.slice(0, 20)}-${String(index + 1)}1`,
    deputy: `s-${member.slice(0, 20)}-${String(index + 1)}2`,
  }));
}
