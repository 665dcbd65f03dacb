import { type Instant, unreachable, view } from '@interlock/kernel';
import {
  type LineRestored,
  type LineStopBegun,
  type LineStopTerms,
  type LineSuspended,
  type LineUnknown,
  type RestorationAsked,
  type RestorationOverdue,
  type RestoreBegun,
} from './line.events.ts';

/** One measure on a line with all that R-605 demands of it. */
export interface LineMeasure extends LineStopTerms {
  readonly state: 'beginning' | 'standing' | 'restoring' | 'restored' | 'unknown-line';
  readonly begunAt: Instant;
  readonly suspendedAt?: Instant;
  readonly restorationDueAt?: Instant;
  readonly isRestorationLate?: boolean;
  readonly restoredAt?: Instant;
  readonly restoredBecause?: string;
}

type Seen = LineStopBegun | LineSuspended | LineUnknown | RestorationAsked | RestorationOverdue | RestoreBegun | LineRestored;

export const lineMeasures = view<LineMeasure, Seen>({
  name: 'telecom_line_measures',
  version: 1,
  rows: { key: 'measureId', indexes: ['numberRef', 'state', 'begunAt'] },
  on: ['LineStopBegun', 'LineSuspended', 'LineUnknown', 'RestorationAsked', 'RestorationOverdue', 'RestoreBegun', 'LineRestored'],
  apply: (event, rows) => rows.put(changed(event)),
});

function changed(event: Seen): Partial<LineMeasure> {
  const { measureId } = event;
  switch (event.type) {
    case 'LineStopBegun': {
      const { type: _, ...terms } = event;
      return { ...terms, state: 'beginning' };
    }
    case 'LineSuspended':
      return { measureId, state: 'standing', suspendedAt: event.suspendedAt };
    case 'LineUnknown':
      return { measureId, state: 'unknown-line' };
    case 'RestorationAsked':
      return { measureId, restorationDueAt: event.dueAt };
    case 'RestorationOverdue':
      return { measureId, isRestorationLate: true };
    case 'RestoreBegun':
      return { measureId, state: 'restoring' };
    case 'LineRestored':
      return { measureId, state: 'restored', restoredAt: event.restoredAt, restoredBecause: event.reason };
    default:
      return unreachable(event);
  }
}
