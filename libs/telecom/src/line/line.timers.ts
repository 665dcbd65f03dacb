import { timers, to } from '@interlock/kernel';
import {
  type LineRestored,
  type LineSuspended,
  type RestorationAsked,
  type ReverificationAsked,
  type ReverificationFailed,
  type ReverificationPassed,
} from './line.events.ts';
import { line } from './line.stream.ts';

/** 24 hours to verify again. */
export const missReverifications = timers<ReverificationAsked | ReverificationPassed | ReverificationFailed>({
  name: 'telecom_miss_reverifications',
  on: ['ReverificationAsked', 'ReverificationPassed', 'ReverificationFailed'],
  changes(event) {
    const { askId, numberRef } = event;
    if (event.type !== 'ReverificationAsked') return [{ cancel: askId }];
    return [{ set: askId, dueAt: event.dueAt, then: to(line, numberRef, { type: 'MissReverification', askId }) }];
  },
});

/** a late restoration is recorded. */
export const missRestorations = timers<RestorationAsked | LineRestored>({
  name: 'telecom_miss_restorations',
  on: ['RestorationAsked', 'LineRestored'],
  changes(event) {
    const { measureId, numberRef } = event;
    if (event.type === 'LineRestored') return [{ cancel: measureId }];
    return [{ set: measureId, dueAt: event.dueAt, then: to(line, numberRef, { type: 'MissRestoration', measureId }) }];
  },
});

/** a protective hold ends by itself. */
export const endHolds = timers<LineSuspended | LineRestored>({
  name: 'telecom_end_holds',
  on: ['LineSuspended', 'LineRestored'],
  changes(event) {
    const { measureId, numberRef } = event;
    if (event.type === 'LineRestored') return [{ cancel: measureId }];
    if (event.until === undefined) return [];
    return [{ set: measureId, dueAt: event.until, then: to(line, numberRef, { type: 'EndHold', measureId }) }];
  },
});
