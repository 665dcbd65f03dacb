import { type LineRequestRefusedV1, type LineSuspendedV1 } from '@interlock/contracts';
import { policy, to } from '@interlock/kernel';
import { lineRequestStream } from './line-request.stream.ts';

/** The operator answered a request of the police; what it does on its own authority is no answer. */
export const recordWhenOperatorAnswered = policy<LineSuspendedV1 | LineRequestRefusedV1>({
  name: 'police_record_when_operator_answered',
  on: ['telecom.line-suspended.v1', 'telecom.line-request-refused.v1'],
  keys: ({ numberRef }) => [numberRef],
  react(fact) {
    const { requestId, numberRef, operator } = fact;
    if (requestId === undefined) return [];
    const of = { requestId, numberRef, operator };
    if (fact.type === 'telecom.line-suspended.v1') {
      const { measureId, suspendedAt: doneAt } = fact;
      return [to(lineRequestStream, numberRef, { type: 'RecordLineDone', ...of, measureId, doneAt })];
    }
    const { reason, refusedAt } = fact;
    return [to(lineRequestStream, numberRef, { type: 'RecordLineRefused', ...of, reason, refusedAt })];
  },
});
