import { type Stream } from '@interlock/kernel';
import { type LineRequestCommand, type LineRequestRejection, type LineRequests, lineRequestDecider } from './line-request.decider.ts';
import { type LineRequestEvent } from './line-request.events.ts';
import { publishLineRequest } from './line-request.publish.ts';

/** Key: number reference. */
export const lineRequestStream: Stream<LineRequestCommand, LineRequests, LineRequestEvent, LineRequestRejection> = {
  category: 'line-request',
  decider: lineRequestDecider,
  publish: publishLineRequest,
};
