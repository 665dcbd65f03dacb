import { describe, expect, it } from '@jest/globals';
import { instant } from '@interlock/kernel';
import { inForce } from './dated.ts';
import {
  FILING_APPROVAL_LEVEL,
  filingDueAt,
  refusalServeDueAt,
  REVIEW_DECISION_DAYS,
  REVIEW_REQUEST_DAYS,
  reviewApprovalLevel,
} from './filing.ts';
import { reaches } from './levels.ts';
import { stopLapsesAt } from './stop-payment.ts';

const noon = instant('2021-03-22T12:00:00+08:00');

describe('R-118: filing is approved at county level or above', () => {
  it.each([
    ['township', false],
    ['county', true],
    ['city', true],
    ['province', true],
  ] as const)('the head of an organ of %s level: %p', (level, may) => {
    expect(reaches(level, inForce(FILING_APPROVAL_LEVEL, noon))).toBe(may);
  });
});

describe('R-121: filing review takes 3, 7 or 30 days', () => {
  it.each([
    ['ordinary', '2021-03-25T12:00:00+08:00'],
    ['leads', '2021-03-29T12:00:00+08:00'],
    ['complex', '2021-04-21T12:00:00+08:00'],
  ] as const)('%s: late after %s', (review, due) => {
    expect(filingDueAt(noon, review)).toBe(instant(due));
  });

  it('the long one is approved at county level or above, the others need nobody', () => {
    expect((['ordinary', 'leads', 'complex'] as const).map((review) => reviewApprovalLevel(review, noon))).toEqual([
      undefined,
      undefined,
      'county',
    ]);
  });

  it('is longer than one stop, even at its shortest (R-112 binds first)', () => {
    expect(stopLapsesAt(noon) < filingDueAt(noon, 'ordinary')).toBe(true);
  });
});

describe('R-122: a refusal to file is served, and may be reviewed', () => {
  it('served within 3 days, review asked within 7, decided within 30', () => {
    expect(refusalServeDueAt(noon)).toBe(instant('2021-03-25T12:00:00+08:00'));
    expect(inForce(REVIEW_REQUEST_DAYS, noon)).toBe(7);
    expect(inForce(REVIEW_DECISION_DAYS, noon)).toBe(30);
  });
});
