import { type Decider, type Instant, type Stream, accept } from '@interlock/kernel';
import { localDayOf } from '@interlock/rulebook';
import { type NumberAssigned } from './case-number.events.ts';

export interface AssignNumber {
  readonly type: 'AssignNumber';
  /** Key of the series, `2021-JH`. */
  readonly series: string;
  readonly caseId: string;
  readonly reportId?: string;
  readonly at: Instant;
}

interface Series {
  readonly last: number;
}

const CITY = 'JH';
const DIGITS = 6;

/** One series a year, in the city's calendar. */
export function seriesOf(at: Instant): string {
  return `${localDayOf(at).slice(0, 4)}-${CITY}`;
}

export const caseNumberDecider: Decider<AssignNumber, Series, NumberAssigned, never> = {
  initial: { last: 0 },
  decide({ series, caseId, reportId }, { last }) {
    const number = last + 1;
    const caseNo = `${series}-${String(number).padStart(DIGITS, '0')}`;
    return accept({ type: 'NumberAssigned', number, caseId, caseNo, ...(reportId === undefined ? {} : { reportId }) });
  },
  evolve: (_, { number }) => ({ last: number }),
};

/** Key: year and city. */
export const caseNumberStream: Stream<AssignNumber, Series, NumberAssigned, never> = {
  category: 'case-number',
  decider: caseNumberDecider,
};
