import { type Instant, type Sealed, unreachable, view } from '@interlock/kernel';
import {
  type AppealDenied,
  type MeasureApplied,
  type MeasureAppealed,
  type MeasureLifted,
  type MeasureTold,
  type Remedy,
} from './bank-measure.events.ts';

/** One measure of the bank's own with what demand; a person's own words are sealed. */
export interface OwnMeasureRow {
  readonly measureId: string;
  readonly accountRef: string;
  readonly kind: string;
  readonly state: 'standing' | 'appealed' | 'lifted';
  readonly reason: string;
  readonly grade: string;
  readonly why: Sealed;
  readonly remedy: Remedy;
  readonly legalBasis: string;
  readonly since: Instant;
  /** Police and city know of it. */
  readonly isTold: boolean;
  readonly appealedAt?: Instant;
  readonly grounds?: Sealed;
  readonly liftedAt?: Instant;
}

type Seen = MeasureApplied | MeasureTold | MeasureAppealed | AppealDenied | MeasureLifted;

export const ownMeasures = view<OwnMeasureRow, Seen>({
  name: 'bank_own_measures',
  version: 1,
  rows: { key: 'measureId', indexes: ['accountRef', 'state', 'since'] },
  on: ['MeasureApplied', 'MeasureTold', 'MeasureAppealed', 'AppealDenied', 'MeasureLifted'],
  apply: (event, rows) => rows.put(changed(event)),
});

function changed(event: Seen): Partial<OwnMeasureRow> {
  const { measureId } = event;
  switch (event.type) {
    case 'MeasureApplied': {
      const { type: _, ...measure } = event;
      return { ...measure, state: 'standing', isTold: false };
    }
    case 'MeasureTold':
      return { measureId, isTold: true };
    case 'MeasureAppealed':
      return { measureId, state: 'appealed', appealedAt: event.appealedAt, grounds: event.grounds };
    case 'AppealDenied':
      return { measureId, state: 'standing' };
    case 'MeasureLifted':
      return { measureId, state: 'lifted', liftedAt: event.liftedAt };
    default:
      return unreachable(event);
  }
}
