import {
  acceptDutyV1,
  answerHandoverV1,
  caseDutiesV1,
  checkDutyV1,
  completeDutyV1,
  dutiesV1,
  offerHandoverV1,
  replyToEscalationV1,
} from '@interlock/contracts';
import {
  type CommandAnswer,
  type CommandRoute,
  type NodeContext,
  type PersonActor,
  type QueryRoute,
  type Request,
  type Wish,
  answerOf,
  carried,
  commandRoute,
  pageOptions,
  queryRoute,
  refusal,
} from '@interlock/kernel';
import { leadsOffice, MEMBER_STAFF, OFFICE, pageOf, POLICE_STAFF } from '../handling.ts';
import { memberStream } from '../member/member.stream.ts';
import { type DutyRow, duties } from './duties.view.ts';
import { type By, type DutyListCommand } from './duty-list.commands.ts';
import { dutyList } from './duty-list.stream.ts';

/** Whoever may hold a duty of its member. */
const HOLDERS = { roles: [...OFFICE, ...POLICE_STAFF, ...MEMBER_STAFF] };

export const dutyCommands: readonly CommandRoute[] = [
  commandRoute(acceptDutyV1, HOLDERS, ({ caseId, dutyId }, request, context) =>
    onList(caseId, request, context, { type: 'AcceptDuty', dutyId, by: byOf(request.actor) }),
  ),
  commandRoute(offerHandoverV1, HOLDERS, async ({ caseId, dutyId, toMember, toPost, reason }, request, context) => {
    const { state } = await context.load(memberStream, toMember);
    if (!state) return refusal({ code: 'UNKNOWN_MEMBER', rule: 'R-804', path: 'toMember' });
    return onList(caseId, request, context, { type: 'OfferHandover', dutyId, toMember, toPost, reason, by: byOf(request.actor) });
  }),
  commandRoute(answerHandoverV1, HOLDERS, ({ caseId, dutyId, accept }, request, context) =>
    onList(caseId, request, context, { type: 'AnswerHandover', dutyId, accept, by: byOf(request.actor) }),
  ),
  commandRoute(completeDutyV1, HOLDERS, ({ caseId, dutyId, evidence }, request, context) =>
    onList(caseId, request, context, { type: 'CompleteDuty', dutyId, evidence, by: byOf(request.actor) }),
  ),
  commandRoute(checkDutyV1, { roles: OFFICE }, ({ caseId, dutyId, result }, request, context) =>
    onList(caseId, request, context, { type: 'CheckDuty', dutyId, result, by: byOf(request.actor) }),
  ),
  commandRoute(replyToEscalationV1, HOLDERS, async ({ caseId, dutyId, reply: words }, request, context) => {
    const reply = await context.keys.seal(`case:${caseId}`, request.commandId, 'reply', words);
    return onList(caseId, request, context, { type: 'ReplyToEscalation', dutyId, reply, by: byOf(request.actor) });
  }),
];

function byOf(actor: PersonActor): By {
  return { member: actor.member, person: actor.person, leads: leadsOffice(actor) };
}

async function onList(caseId: string, request: Request, context: NodeContext, command: Wish<DutyListCommand>): Promise<CommandAnswer> {
  const handled = await context.handle(dutyList, { ...carried(request), key: caseId, correlationId: caseId, command });
  return answerOf(handled);
}

/** Most duties of one case: banks times two, and the template's own. */
const CASE_DUTIES_MAX = 200;

export const dutyQueries: readonly QueryRoute[] = [
  queryRoute(dutiesV1, HOLDERS, ({ member, offered, state, ...asked }, { actor }, { views }) => {
    const seen = leadsOffice(actor) ? member : actor.member;
    if (member !== undefined && member !== seen) return { items: [], hasMore: false };
    const options = pageOptions(asked, { [offered ? 'offeredMember' : 'member']: seen, state });
    const page = views.list<DutyRow>(duties, { ...options, orderBy: 'rank' });
    return pageOf(page, (duty) => ({ duty }));
  }),
  queryRoute(caseDutiesV1, HOLDERS, ({ caseId }, { actor }, { views }) => {
    const where = { caseId, ...(!leadsOffice(actor) && { member: actor.member }) };
    return { duties: views.list<DutyRow>(duties, { where, orderBy: 'rank', limit: CASE_DUTIES_MAX }).items.map(({ row }) => row) };
  }),
];
