import { type Instant, unreachable } from '@interlock/kernel';
import { type LineEvent, type LineStopAsked, type LineStopTerms, type ReverificationAsked } from './line.events.ts';

export interface MeasureState {
  readonly terms: LineStopTerms;
  /** `beginning` and `restoring` are at the network now. */
  readonly status: 'beginning' | 'standing' | 'restoring' | 'restored' | 'unknown-line';
  readonly restoring?: { readonly reason: string };
  readonly restorationDueAt?: Instant;
  readonly isOverdue: boolean;
}

interface AskState {
  readonly ask: ReverificationAsked;
  readonly status: 'running' | 'passed' | 'failed';
}

/** One number and all that stands on it. */
export interface Line {
  readonly requests: ReadonlyMap<string, { readonly request: LineStopAsked; readonly isAnswered: boolean }>;
  readonly measures: ReadonlyMap<string, MeasureState>;
  readonly asks: ReadonlyMap<string, AskState>;
}

export const NEW_LINE: Line = { requests: new Map(), measures: new Map(), asks: new Map() };

/** Whether something beside this measure keeps the line from working. */
export function isHeldBeside({ measures }: Line, measureId: string): boolean {
  return [...measures].some(([id, { status }]) => id !== measureId && (status === 'beginning' || status === 'standing'));
}

export function evolveLine(state: Line, event: LineEvent): Line {
  switch (event.type) {
    case 'LineStopAsked':
      return { ...state, requests: new Map([...state.requests, [event.requestId, { request: event, isAnswered: false }]]) };
    case 'LineRequestRefused':
      return withRequestAnswered(state, event.requestId);
    case 'LineStopBegun': {
      const { type: _, begunAt: __, ...terms } = event;
      const next = withMeasure(state, event.measureId, { terms, status: 'beginning', isOverdue: false });
      return event.requestId === undefined ? next : withRequestAnswered(next, event.requestId);
    }
    case 'LineSuspended':
      return changed(state, event.measureId, 'beginning', { status: 'standing' });
    case 'LineUnknown':
      return changed(state, event.measureId, 'beginning', { status: 'unknown-line' });
    case 'ReverificationAsked':
      return withAsk(state, { ask: event, status: 'running' });
    case 'ReverificationPassed':
      return withAsk(state, { ...askOf(state, event.askId), status: 'passed' });
    case 'ReverificationFailed':
      return withAsk(state, { ...askOf(state, event.askId), status: 'failed' });
    case 'RestorationAsked':
      return withMeasure(state, event.measureId, { ...measureOf(state, event.measureId), restorationDueAt: event.dueAt });
    case 'RestorationOverdue':
      return withMeasure(state, event.measureId, { ...measureOf(state, event.measureId), isOverdue: true });
    case 'RestoreBegun':
      return changed(state, event.measureId, 'standing', { status: 'restoring', restoring: { reason: event.reason } });
    case 'LineRestored': {
      const measure = measureOf(state, event.measureId);
      if (measure.status !== 'standing' && measure.status !== 'restoring')
        throw new Error(`LineRestored: measure ${event.measureId} is ${measure.status}`);
      return withMeasure(state, event.measureId, { ...measure, status: 'restored' });
    }
    default:
      return unreachable(event);
  }
}

function changed(state: Line, measureId: string, from: MeasureState['status'], change: Partial<MeasureState>): Line {
  const measure = measureOf(state, measureId);
  if (measure.status !== from) throw new Error(`Measure ${measureId} is ${measure.status}, not ${from}`);
  return withMeasure(state, measureId, { ...measure, ...change });
}

function measureOf({ measures }: Line, measureId: string): MeasureState {
  const measure = measures.get(measureId);
  if (!measure) throw new Error(`No measure ${measureId}`);
  return measure;
}

function askOf({ asks }: Line, askId: string): AskState {
  const ask = asks.get(askId);
  if (!ask) throw new Error(`No re-verification ${askId}`);
  return ask;
}

function withMeasure(state: Line, measureId: string, measure: MeasureState): Line {
  return { ...state, measures: new Map([...state.measures, [measureId, measure]]) };
}

function withAsk(state: Line, ask: AskState): Line {
  return { ...state, asks: new Map([...state.asks, [ask.ask.askId, ask]]) };
}

function withRequestAnswered(state: Line, requestId: string): Line {
  const asked = state.requests.get(requestId);
  if (!asked) throw new Error(`No request ${requestId}`);
  return { ...state, requests: new Map([...state.requests, [requestId, { ...asked, isAnswered: true }]]) };
}
