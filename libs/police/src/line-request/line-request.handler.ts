import { askLineStopV1 } from '@interlock/contracts';
import { type CommandRoute, answerOf, carried, commandRoute, idOf, refusal } from '@interlock/kernel';
import { OFFICERS } from '../officers.ts';
import { lineRequestStream } from './line-request.stream.ts';

export const lineRequestCommands: readonly CommandRoute[] = [
  commandRoute(askLineStopV1, { roles: OFFICERS }, async ({ operator, number, kind, legalBasis, grade, until }, request, context) => {
    if (context.peers.get(operator) !== 'telecom') return refusal({ code: 'UNKNOWN_MEMBER', path: 'operator', details: { operator } });
    const numberRef = context.references.number(number);
    const requestId = idOf('line-request', request.commandId);
    const asked = { requestId, numberRef, operator, kind, legalBasis, grade, ...(until !== undefined && { until }) };
    const handled = await context.handle(lineRequestStream, {
      ...carried(request),
      key: numberRef,
      command: { type: 'AskLineStop', ...asked },
    });
    return answerOf(handled, () => ({ numberRef, requestId }));
  }),
];
