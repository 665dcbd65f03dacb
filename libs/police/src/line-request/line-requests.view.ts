import { type Instant, type NumberRef, unreachable, view } from '@interlock/kernel';
import { type LineRequestEvent, type LineStopKind } from './line-request.events.ts';

export interface LineRequestRow {
  readonly requestId: string;
  readonly state: 'awaiting' | 'done' | 'refused';
  readonly numberRef: NumberRef;
  readonly operator: string;
  readonly kind: LineStopKind;
  readonly grade: string;
  readonly askedAt: Instant;
  readonly madeAt: number;
  readonly until?: Instant;
  readonly answeredAt?: Instant;
  readonly reason?: string;
}

/** What operators were asked, and what they answered. */
export const lineRequests = view<LineRequestRow, LineRequestEvent>({
  name: 'police_line_requests',
  version: 1,
  rows: { key: 'requestId', indexes: ['state', 'numberRef', 'madeAt'] },
  on: ['LineStopAsked', 'LineStopDone', 'LineStopRefused'],
  apply(event, rows, { position }) {
    const { requestId } = event;
    switch (event.type) {
      case 'LineStopAsked': {
        const { numberRef, operator, kind, grade, askedAt, until } = event;
        const asked = { requestId, numberRef, operator, kind, grade, askedAt, madeAt: Number(position) };
        rows.put({ ...asked, state: 'awaiting', ...(until !== undefined && { until }) });
        return;
      }
      case 'LineStopDone':
        rows.put({ requestId, state: 'done', answeredAt: event.doneAt });
        return;
      case 'LineStopRefused':
        rows.put({ requestId, state: 'refused', answeredAt: event.refusedAt, reason: event.reason });
        return;
      default:
        unreachable(event);
    }
  },
});
