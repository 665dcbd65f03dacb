import { type LineStopAskedV1 } from '@interlock/contracts';
import { policy, to } from '@interlock/kernel';
import { line } from './line.stream.ts';

/** A line stop that the police ask for waits for a person of the operator. */
export const receiveRequestWhenPoliceAsk = policy<LineStopAskedV1>({
  name: 'telecom_receive_request_when_police_ask',
  on: ['police.line-stop-asked.v1'],
  keys: ({ numberRef }) => [numberRef],
  react({ type: _, until, ...asked }) {
    const request = { ...asked, ...(until !== undefined && { until }) };
    return [to(line, asked.numberRef, { type: 'ReceiveRequest', request })];
  },
});
