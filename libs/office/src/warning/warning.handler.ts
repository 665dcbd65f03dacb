import {
  type IssueWarningV1,
  answerWarningMoveV1,
  issueWarningV1,
  linkLossV1,
  moveWarningV1,
  openWarningV1,
  recordContactV1,
  recordWarningOutcomeV1,
  recordWarningReadV1,
  signWarningV1,
  warningsV1,
  warningV1,
} from '@interlock/contracts';
import {
  type CommandAnswer,
  type CommandRoute,
  type NodeContext,
  type QueryRoute,
  type Request,
  type Sealed,
  type Wish,
  answerOf,
  carried,
  commandRoute,
  idOf,
  pageOptions,
  queryRoute,
  refusal,
} from '@interlock/kernel';
import { dueTimes } from '@interlock/rulebook';
import { OFFICE, OFFICE_MEMBER, pageOf } from '../handling.ts';
import { type Closing, type WarningCommand } from './warning.commands.ts';
import { type Subject } from './warning.events.ts';
import { warningStream } from './warning.stream.ts';
import { type WarningRow, warnings } from './warnings.view.ts';

/** The warning desk: people of the police and of the joint office. */
const WARNERS = { roles: [...OFFICE, 'officer', 'duty-officer', 'lead'] };
const DESK = { member: OFFICE_MEMBER, post: 'warning-desk' } as const;

export const warningCommands: readonly CommandRoute[] = [
  commandRoute(issueWarningV1, WARNERS, issueWarning),
  commandRoute(signWarningV1, WARNERS, ({ warningId }, request, context) =>
    onWarning(warningId, request, context, { type: 'SignWarning', person: request.actor.person }),
  ),
  commandRoute(recordWarningReadV1, WARNERS, ({ warningId, readAt, acknowledged }, request, context) =>
    onWarning(warningId, request, context, { type: 'RecordRead', acknowledged, ...(readAt !== undefined && { readAt }) }),
  ),
  commandRoute(recordContactV1, WARNERS, ({ warningId, channel, result }, request, context) =>
    onWarning(warningId, request, context, { type: 'RecordContact', channel, result, person: request.actor.person }),
  ),
  commandRoute(recordWarningOutcomeV1, WARNERS, ({ warningId, outcome, closing: said }, request, context) => {
    const closing = said && closingOf(said);
    const { person } = request.actor;
    return onWarning(warningId, request, context, { type: 'RecordOutcome', outcome, person, ...(closing && { closing }) });
  }),
  commandRoute(moveWarningV1, WARNERS, ({ warningId, toUnit }, request, context) =>
    onWarning(warningId, request, context, { type: 'AskMove', toUnit, person: request.actor.person }),
  ),
  commandRoute(answerWarningMoveV1, WARNERS, ({ warningId, accept }, request, context) => {
    const { person, unit } = request.actor;
    return onWarning(warningId, request, context, { type: 'AnswerMove', accept, unit, person });
  }),
  commandRoute(linkLossV1, { roles: OFFICE }, ({ warningId, caseId, payments }, request, context) =>
    onWarning(warningId, request, context, { type: 'LinkLoss', caseId, payments }, caseId),
  ),
];

async function issueWarning(body: IssueWarningV1, request: Request, context: NodeContext): Promise<CommandAnswer> {
  const { operator } = body.subject;
  if (operator !== undefined && context.peers.get(operator) !== 'telecom')
    return refusal({ code: 'UNKNOWN_MEMBER', path: 'subject.operator' });
  const { level, source, scamType, unit, owner = DESK, evidence, receivedAt } = body;
  const warningId = idOf('warning', request.commandId);
  const handled = await context.handle(warningStream, {
    ...carried(request),
    key: warningId,
    command: {
      ...{ type: 'IssueWarning', warningId, level, source, scamType, unit, owner, evidence },
      subject: await sealedSubject(body.subject, request.commandId, context),
      ...(receivedAt !== undefined && { receivedAt }),
    },
  });
  return answerOf(handled, ([issued]) =>
    issued?.type === 'WarningIssued' ? { warningId, dueTimes: dueTimes(issued.level, issued.receivedAt) } : { warningId },
  );
}

/** Sealed under the person's key; of somebody who is known by a telephone only, under the number's. */
async function sealedSubject(
  { name, idNumber, phone, operator }: IssueWarningV1['subject'],
  commandId: string,
  { keys, references }: NodeContext,
): Promise<Subject> {
  const personRef = idNumber === undefined ? undefined : references.person(idNumber);
  const numberRef = phone === undefined ? undefined : references.number(phone);
  const key = personRef ?? numberRef;
  const seal = (field: string, clear: string | undefined): Promise<Sealed> | undefined =>
    clear === undefined || key === undefined ? undefined : keys.seal(key, commandId, `subject.${field}`, clear);
  const sealed = { name: await seal('name', name), idNumber: await seal('idNumber', idNumber), phone: await seal('phone', phone) };
  return {
    ...(personRef !== undefined && { personRef }),
    ...(numberRef !== undefined && { numberRef }),
    ...(operator !== undefined && { operator }),
    ...(sealed.name && { name: sealed.name }),
    ...(sealed.idNumber && { idNumber: sealed.idNumber }),
    ...(sealed.phone && { phone: sealed.phone }),
  };
}

function closingOf({
  identityConfirmed,
  channel,
  at,
  evidence,
  nextCheckOn,
}: NonNullable<ReturnType<typeof recordWarningOutcomeV1.schema.parse>['closing']>): Closing {
  return {
    identityConfirmed,
    evidence,
    ...(channel !== undefined && { channel }),
    ...(at !== undefined && { at }),
    ...(nextCheckOn !== undefined && { nextCheckOn }),
  };
}

async function onWarning(
  warningId: string,
  request: Request,
  context: NodeContext,
  command: Wish<WarningCommand>,
  caseId?: string,
): Promise<CommandAnswer> {
  const about = { key: warningId, command, ...(caseId !== undefined && { correlationId: caseId }) };
  const handled = await context.handle(warningStream, { ...carried(request), ...about });
  return answerOf(handled, (events) => ({ warningId, ...(events.at(-1) && { state: events.at(-1)?.state }) }));
}

export const warningQueries: readonly QueryRoute[] = [
  queryRoute(warningsV1, WARNERS, ({ level, state, unit, ...asked }, _request, { views }) => {
    const options = pageOptions(asked, { level, state, unit });
    const page = views.list<WarningRow>(warnings, { ...options, orderBy: 'receivedAt', descending: true });
    return pageOf(page, ({ subject: _, history: __, ...warning }) => ({ warning }));
  }),
  queryRoute(warningV1, WARNERS, ({ warningId }, _request, { views }) => ({ warning: views.get(warnings, warningId) ?? null })),
  queryRoute(openWarningV1, WARNERS, async ({ warningId, purpose }, { actor }, context) => {
    const subject = context.views.get(warnings, warningId)?.subject;
    if (!subject) return { subject: null };
    const fields = (['name', 'idNumber', 'phone'] as const).flatMap((name) => {
      const field = subject[name];
      return field ? [{ name, field }] : [];
    });
    const opened = await context.open(
      fields.map(({ field }) => field),
      { actor, purpose },
    );
    return { subject: Object.fromEntries(fields.map(({ name }, index) => [name, opened[index]])) };
  }),
];
