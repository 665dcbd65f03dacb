import { type Decider, type Instant, type NumberRef, accept, isAfter, reject, unreachable } from '@interlock/kernel';
import { type LineRequestEvent, type LineStopAsked, type LineStopKind } from './line-request.events.ts';

interface OfRequest {
  readonly requestId: string;
  readonly numberRef: NumberRef;
  readonly operator: string;
  readonly at: Instant;
}

export type LineRequestCommand =
  | (OfRequest & { readonly type: 'AskLineStop' } & Pick<LineStopAsked, 'kind' | 'legalBasis' | 'grade' | 'until'>)
  | (OfRequest & { readonly type: 'RecordLineDone'; readonly measureId: string; readonly doneAt: Instant })
  | (OfRequest & { readonly type: 'RecordLineRefused'; readonly reason: string; readonly refusedAt: Instant });

export type LineRequestRejection =
  | { readonly type: 'AlreadyAsked'; readonly requestId: string }
  | { readonly type: 'EndNeeded'; readonly rule: 'R-605' }
  | { readonly type: 'EndPassed'; readonly rule: 'R-605' }
  | { readonly type: 'NoSuchRequest' };

/** Requests of one number that wait for the operator, and those it answered. */
export interface LineRequests {
  readonly open: readonly { readonly requestId: string; readonly kind: LineStopKind }[];
  readonly answered: readonly string[];
}

export const lineRequestDecider: Decider<LineRequestCommand, LineRequests, LineRequestEvent, LineRequestRejection> = {
  initial: { open: [], answered: [] },
  decide(command, { open, answered }) {
    const { requestId, numberRef, operator, at } = command;
    const of = { requestId, numberRef, operator };
    if (command.type === 'AskLineStop') {
      const { kind, legalBasis, grade, until } = command;
      const same = open.find((one) => one.kind === kind);
      if (same) return reject({ type: 'AlreadyAsked', requestId: same.requestId });
      if (until === undefined && kind === 'protective-hold') return reject({ type: 'EndNeeded', rule: 'R-605' });
      if (until !== undefined && !isAfter(until, at)) return reject({ type: 'EndPassed', rule: 'R-605' });
      return accept({ type: 'LineStopAsked', ...of, kind, legalBasis, grade, askedAt: at, ...(until !== undefined && { until }) });
    }
    if (answered.includes(requestId)) return accept();
    if (!open.some((one) => one.requestId === requestId)) return reject({ type: 'NoSuchRequest' });
    if (command.type === 'RecordLineDone') {
      const { measureId, doneAt } = command;
      return accept({ type: 'LineStopDone', ...of, measureId, doneAt });
    }
    const { reason, refusedAt } = command;
    return accept({ type: 'LineStopRefused', ...of, reason, refusedAt });
  },
  evolve(state, event) {
    const { requestId } = event;
    switch (event.type) {
      case 'LineStopAsked':
        return { ...state, open: [...state.open, { requestId, kind: event.kind }] };
      case 'LineStopDone':
      case 'LineStopRefused':
        return { open: state.open.filter((one) => one.requestId !== requestId), answered: [...state.answered, requestId] };
      default:
        return unreachable(event);
    }
  },
};
