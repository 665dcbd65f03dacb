import {
  acceptCaseV1,
  closeCaseV1,
  fileCaseV1,
  refuseFilingV1,
  serveRefusalV1,
  transferCaseV1,
  withdrawCaseV1,
} from '@interlock/contracts';
import {
  type CommandAnswer,
  type CommandRoute,
  type NodeContext,
  type Request,
  type Wish,
  answerOf,
  carried,
  commandRoute,
  idOf,
} from '@interlock/kernel';
import { APPROVERS, OFFICERS, approval } from '../officers.ts';
import { sealer } from '../requests.ts';
import { type CaseCommand } from './case.decider.ts';
import { type CaseEvent } from './case.events.ts';
import { caseStream } from './case.stream.ts';
import { enterCaseRoute } from './enter-case.handler.ts';
import { reportCaseRoute } from './report-case.handler.ts';

const byOfficer = { roles: OFFICERS };
/** the head's own token, beside the officer's. */
const withApproval = { roles: OFFICERS, secondRoles: APPROVERS };
/** for the long review of a major or complex case. */
const mayBeApproved = { ...withApproval, secondIsOptional: true };

export const caseCommands: readonly CommandRoute[] = [
  reportCaseRoute,
  enterCaseRoute,
  commandRoute(acceptCaseV1, mayBeApproved, ({ caseId, review }, request, context) =>
    send(caseId, { type: 'AcceptCase', review, unit: request.actor.unit, ...approval(request, context) }, request, context),
  ),
  commandRoute(transferCaseV1, byOfficer, ({ caseId, toOrgan, decidedAt }, request, context) =>
    send(caseId, { type: 'TransferCase', toOrgan, ...(decidedAt !== undefined && { decidedAt }) }, request, context),
  ),
  commandRoute(fileCaseV1, withApproval, ({ caseId }, request, context) =>
    send(caseId, { type: 'FileCase', filingId: idOf('filing', request.commandId), ...approval(request, context) }, request, context),
  ),
  commandRoute(refuseFilingV1, withApproval, async ({ caseId, reason }, request, context) =>
    send(
      caseId,
      { type: 'RefuseFiling', reason: await sealedReason(caseId, reason, request, context), ...approval(request, context) },
      request,
      context,
    ),
  ),
  commandRoute(serveRefusalV1, byOfficer, ({ caseId, servedAt }, request, context) =>
    send(caseId, { type: 'ServeRefusal', ...(servedAt !== undefined && { servedAt }) }, request, context),
  ),
  commandRoute(withdrawCaseV1, byOfficer, async ({ caseId, reason }, request, context) =>
    send(caseId, { type: 'WithdrawCase', reason: await sealedReason(caseId, reason, request, context) }, request, context),
  ),
  commandRoute(closeCaseV1, byOfficer, async ({ caseId, reason }, request, context) =>
    send(caseId, { type: 'CloseCase', reason: await sealedReason(caseId, reason, request, context) }, request, context),
  ),
];

async function send(caseId: string, command: Wish<CaseCommand>, request: Request, context: NodeContext): Promise<CommandAnswer> {
  return answerOf(await context.handle(caseStream, { ...carried(request, caseId), key: caseId, command }), outcome);
}

/** A person's own words may name people: sealed under the case. */
function sealedReason(caseId: string, reason: string, request: Request, context: NodeContext) {
  return sealer(context, request.commandId)(caseId, 'reason', reason);
}

function outcome([event]: readonly CaseEvent[]): Readonly<Record<string, unknown>> {
  switch (event?.type) {
    case 'CaseAccepted': {
      const { caseId, acceptedAt, entryDueAt, filingDueAt } = event;
      return { caseId, acceptedAt, entryDueAt, filingDueAt };
    }
    case 'CaseTransferred':
      return { caseId: event.caseId, transferredAt: event.transferredAt, late: event.late };
    case 'CaseFiled':
      return { caseId: event.caseId, filingId: event.filingId, filedAt: event.filedAt, late: event.late };
    case 'FilingRefused':
      return { caseId: event.caseId, refusedAt: event.refusedAt, serveDueAt: event.serveDueAt };
    case 'RefusalServed':
      return { caseId: event.caseId, servedAt: event.servedAt, late: event.late };
    default:
      return event ? { caseId: event.caseId } : {};
  }
}
