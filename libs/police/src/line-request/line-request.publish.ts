import { type LineStopAskedV1, lineStopAskedV1 } from '@interlock/contracts';
import { type Told, tell, unreachable } from '@interlock/kernel';
import { type LineRequestEvent } from './line-request.events.ts';

/** The operator learns what it is asked; its answer it tells by itself. */
export function publishLineRequest(event: LineRequestEvent): readonly Told[] {
  switch (event.type) {
    case 'LineStopAsked': {
      const { requestId, numberRef, operator, kind, legalBasis, grade, askedAt, until } = event;
      const asked = { requestId, numberRef, kind, legalBasis, grade, askedAt, ...(until !== undefined && { until }) };
      return [tell<LineStopAskedV1>(operator, { type: lineStopAskedV1.type, ...asked })];
    }
    case 'LineStopDone':
    case 'LineStopRefused':
      return [];
    default:
      return unreachable(event);
  }
}
