import { cityMembersV1 } from '@interlock/contracts';
import { type NodeContext, type QueryRoute, type Request, invalid } from '@interlock/kernel';
import { MEMBER_READERS } from '../access.ts';
import { type MemberRow, members } from './members.view.ts';

/** Most members of one answer: the register is small, whatever it may become. */
const MEMBERS_MAX = 200;

export const memberQueries: readonly QueryRoute[] = [{ name: cityMembersV1.name, roles: MEMBER_READERS, answer: answerMembers }];

/** who is in the joint office, and who answers for what there, is known to every member. */
async function answerMembers(request: Request, { views }: NodeContext): Promise<unknown> {
  const read = cityMembersV1.read(request.body);
  if (!read.ok) return invalid(read.problems);
  const { kind } = read.body;
  const page = views.list<MemberRow>(members, { limit: MEMBERS_MAX, ...(kind !== undefined && { where: { kind } }) });
  return { members: page.items.map(({ row }) => row) };
}
