import {
  type AskReverificationV1,
  type StopLineV1,
  answerLineRequestV1,
  askRestorationV1,
  askReverificationV1,
  recordReverificationV1,
  restoreLineV1,
  stopLineV1,
} from '@interlock/contracts';
import {
  type CommandRoute,
  type NodeContext,
  type NumberRef,
  type Request,
  type Wish,
  answerOf,
  carried,
  commandRoute,
} from '@interlock/kernel';
import { OPERATOR_STAFF } from '../staff.ts';
import { type AskReverification, type GivenRemedy, type StopLine } from './line.commands.ts';
import { line } from './line.stream.ts';

export const lineCommands: readonly CommandRoute[] = [
  commandRoute(stopLineV1, OPERATOR_STAFF, async (body, request, context) => {
    const command = stopCommand(body, request, context);
    const { numberRef, measureId } = command;
    const handled = await context.handle(line, { ...carried(request), key: numberRef, command });
    return answerOf(handled, () => ({ measureId, numberRef, state: 'beginning' }));
  }),
  commandRoute(answerLineRequestV1, OPERATOR_STAFF, async ({ numberRef, requestId, do: isDone, reason, remedy }, request, context) => {
    const given = { ...(reason !== undefined && { reason }), remedy: givenRemedy(remedy) };
    const command = { type: 'AnswerRequest', requestId, isDone, ...given } as const;
    const handled = await context.handle(line, { ...carried(request), key: numberRef, command });
    return answerOf(handled, () => ({ requestId, numberRef, state: isDone ? 'beginning' : 'refused' }));
  }),
  commandRoute(askReverificationV1, OPERATOR_STAFF, async (body, request, context) => {
    const command = reverificationCommand(body, request, context);
    const { numberRef, askId } = command;
    const handled = await context.handle(line, { ...carried(request), key: numberRef, command });
    return answerOf(handled, ([event]) => ({ askId, numberRef, dueAt: event?.type === 'ReverificationAsked' ? event.dueAt : undefined }));
  }),
  commandRoute(recordReverificationV1, OPERATOR_STAFF, async ({ line: of, askId, passed, how, noticeGiven }, request, context) => {
    const numberRef = refOf(of, context);
    const command = { type: 'RecordReverification', askId, passed, how, noticeGiven } as const;
    const handled = await context.handle(line, { ...carried(request), key: numberRef, command });
    return answerOf(handled, (events) => {
      const restoration = events.find((event) => event.type === 'RestorationAsked');
      return { askId, numberRef, state: passed ? 'passed' : 'failed', ...(restoration && { restorationDueAt: restoration.dueAt }) };
    });
  }),
  commandRoute(askRestorationV1, OPERATOR_STAFF, async ({ line: of, measureId, reason }, request, context) => {
    const numberRef = refOf(of, context);
    const command = { type: 'AskRestoration', measureId, reason } as const;
    const handled = await context.handle(line, { ...carried(request), key: numberRef, command });
    return answerOf(handled, ([event]) => ({ measureId, numberRef, dueAt: event?.type === 'RestorationAsked' ? event.dueAt : undefined }));
  }),
  commandRoute(restoreLineV1, OPERATOR_STAFF, async ({ line: of, measureId, reason }, request, context) => {
    const numberRef = refOf(of, context);
    const command = { type: 'RestoreLine', measureId, reason } as const;
    const handled = await context.handle(line, { ...carried(request), key: numberRef, command });
    return answerOf(handled, ([event]) => ({ measureId, numberRef, state: event?.type === 'LineRestored' ? 'restored' : 'restoring' }));
  }),
];

function refOf(of: StopLineV1['line'], { references }: NodeContext): NumberRef {
  return 'number' in of ? references.number(of.number) : of.numberRef;
}

/** The measure's id is the command's: the same command is the same measure. */
function stopCommand(body: StopLineV1, { commandId }: Request, context: NodeContext): Wish<StopLine> {
  const { line: of, kind, legalBasis, requester, grade, reason, remedy, until } = body;
  return {
    type: 'StopLine',
    measureId: commandId,
    numberRef: refOf(of, context),
    kind,
    ...(legalBasis !== undefined && { legalBasis }),
    requester: requester ?? context.node,
    ...(grade !== undefined && { grade }),
    ...(reason !== undefined && { reason }),
    remedy: givenRemedy(remedy),
    ...(until !== undefined && { until }),
  };
}

function reverificationCommand(body: AskReverificationV1, { commandId }: Request, context: NodeContext): Wish<AskReverification> {
  const { line: of, ground, legalBasis, requester, grade, remedy } = body;
  return {
    type: 'AskReverification',
    askId: commandId,
    numberRef: refOf(of, context),
    ground,
    ...(legalBasis !== undefined && { legalBasis }),
    requester: requester ?? context.node,
    ...(grade !== undefined && { grade }),
    remedy: givenRemedy(remedy),
  };
}

function givenRemedy({ channel, papers }: StopLineV1['remedy']): GivenRemedy {
  return { ...(channel !== undefined && { channel }), ...(papers !== undefined && { papers }) };
}
