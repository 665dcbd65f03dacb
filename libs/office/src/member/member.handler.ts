import {
  cancelShiftV1,
  fillPostV1,
  membersV1,
  planShiftV1,
  recordPresenceV1,
  registerMembersV1,
  rotaV1,
  vacatePostV1,
} from '@interlock/contracts';
import {
  type CommandAnswer,
  type CommandRoute,
  type NodeContext,
  type Part,
  type QueryRoute,
  type Request,
  type Wish,
  answerOf,
  answerOfParts,
  carried,
  commandRoute,
  idOf,
  isBefore,
  pageOptions,
  queryRoute,
  refusal,
  versionOfMany,
} from '@interlock/kernel';
import { leadsOffice, MEMBER_STAFF, OFFICE, pageOf, POLICE_STAFF } from '../handling.ts';
import { type MemberCommand, type MemberRejection } from './member.decider.ts';
import { type MemberEvent } from './member.events.ts';
import { memberStream } from './member.stream.ts';
import { type MemberRow, type ShiftRow, members, rota } from './members.view.ts';
import { joiningOf, problemsOf } from './registration.ts';

const STEERS = { roles: [...OFFICE, ...MEMBER_STAFF] };
const READS = { roles: [...OFFICE, ...MEMBER_STAFF, ...POLICE_STAFF] };

export const memberCommands: readonly CommandRoute[] = [
  commandRoute(registerMembersV1, { roles: ['office-head'] }, async ({ members: listed }, request, context) => {
    const unclear = versionOfMany(request, listed.length);
    if (unclear) return refusal(unclear);
    const problems = problemsOf(listed, context.clock.now());
    if (problems.length > 0) return refusal(...problems);
    // All at once: each member has its own stream, and what is asked for together is made durable together.
    const parts = await Promise.all(
      listed.map(async (one): Promise<Part<MemberEvent, MemberRejection>> => {
        const command = { type: 'JoinMember', joining: joiningOf(one) } as const;
        const commandId = idOf(request.commandId, one.code);
        // Its own part of the list only: hashing the whole list for each member would take longer than all the rest.
        const part = { ...carried(request), commandId, body: one };
        const handled = await context.handle(memberStream, { ...part, key: one.code, command });
        return { about: { member: one.code }, handled };
      }),
    );
    return answerOfParts('members', parts, (events) => ({
      joined: events.some(({ type }) => type === 'MemberJoined'),
      postsFilled: events.reduce((sum, event) => sum + postsFilledBy(event), 0),
    }));
  }),
  commandRoute(fillPostV1, STEERS, ({ member, post, holder, deputy }, request, context) =>
    ofMember(member, request, context, { type: 'FillPost', filling: { post, holder, ...(deputy !== undefined && { deputy }) } }),
  ),
  commandRoute(vacatePostV1, STEERS, ({ member, post, seat }, request, context) =>
    ofMember(member, request, context, { type: 'VacatePost', post, seat }),
  ),
  commandRoute(planShiftV1, STEERS, ({ member, person, from, until }, request, context) =>
    ofMember(
      member,
      request,
      context,
      { type: 'PlanShift', shiftId: request.commandId, person, from, until },
      { shiftId: request.commandId },
    ),
  ),
  commandRoute(cancelShiftV1, STEERS, ({ member, shiftId }, request, context) =>
    ofMember(member, request, context, { type: 'CancelShift', shiftId }),
  ),
  commandRoute(recordPresenceV1, READS, ({ is }, request, context) => {
    const { member, person } = request.actor;
    return ofMember(member, request, context, { type: is === 'on-duty' ? 'TakeDuty' : 'LeaveDuty', person });
  }),
];

function postsFilledBy(event: MemberEvent): number {
  if (event.type === 'MemberJoined') return event.posts?.length ?? 0;
  return event.type === 'PostFilled' ? 1 : 0;
}

/** A member's people act for their member only; coordinators for each. */
async function ofMember(
  member: string,
  request: Request,
  context: NodeContext,
  command: Wish<MemberCommand>,
  outcome: Readonly<Record<string, unknown>> = {},
): Promise<CommandAnswer> {
  if (member !== request.actor.member && !leadsOffice(request.actor))
    return refusal({ code: 'NOT_YOUR_MEMBER', path: 'member', details: { member } });
  const handled = await context.handle(memberStream, { ...carried(request), key: member, command });
  return answerOf(handled, () => outcome);
}

/** All members fit on one page, whatever the register's size may become. */
const MEMBERS_PAGE_MAX = 200;

export const memberQueries: readonly QueryRoute[] = [
  queryRoute(membersV1, READS, ({ kind }, _request, { views }) => ({
    members: views
      .list<MemberRow>(members, { limit: MEMBERS_PAGE_MAX, ...(kind !== undefined && { where: { kind } }) })
      .items.map(({ row }) => row),
  })),
  queryRoute(rotaV1, READS, ({ member, from, until, ...asked }, _request, { views }) => {
    const page = views.list<ShiftRow>(rota, { ...pageOptions(asked, { member }), orderBy: 'from' });
    const touching = page.items.filter(
      ({ row }) => (from === undefined || isBefore(from, row.until)) && (until === undefined || isBefore(row.from, until)),
    );
    const last = page.items.at(-1)?.cursor;
    return {
      ...pageOf({ items: touching, hasMore: page.hasMore }, (shift) => ({ shift })),
      ...(last !== undefined && { endCursor: last }),
    };
  }),
];
