import { describe, expect, it } from '@jest/globals';
import { instant } from '@interlock/kernel';
import {
  BANK_REPORT_TYPES,
  ENTRY_MINUTES_MAX,
  entryDueAt,
  missingItems,
  RECEIPT_RESULTS,
  REPORT_ITEMS,
  type ReportItem,
  transferDueAt,
} from './intake.ts';
import { inForce } from './dated.ts';
import { codesOf } from './closed-list.ts';

const noon = instant('2021-03-22T12:00:00+08:00');

describe('R-101: a bank reports as 100401', () => {
  it('as a report or as paperwork after a stop, nothing else', () => {
    expect(codesOf(BANK_REPORT_TYPES)).toEqual(['01', '02']);
  });
});

describe('R-102: a report is actionable only with all its items', () => {
  it('lists back what is missing, in the order in which it is asked for', () => {
    const present = new Set<ReportItem>(codesOf(REPORT_ITEMS).filter((item) => item !== 'voucher' && item !== 'amount'));
    expect(missingItems(present)).toEqual(['amount', 'voucher']);
  });

  it('lacks nothing when all ten are there', () => {
    expect(missingItems(new Set(codesOf(REPORT_ITEMS)))).toEqual([]);
    expect(missingItems(new Set())).toHaveLength(10);
  });
});

describe('R-103: a report is entered within 30 minutes of acceptance', () => {
  it('is 30 minutes', () => {
    expect(inForce(ENTRY_MINUTES_MAX, noon)).toBe(30);
    expect(entryDueAt(noon)).toBe(instant('2021-03-22T12:30:00+08:00'));
  });
});

describe('R-105: every report gets a receipt', () => {
  it('given, refused or undeliverable', () => {
    expect(codesOf(RECEIPT_RESULTS)).toEqual(['given', 'refused', 'undeliverable']);
  });
});

describe('R-106: a case of another organ is transferred within 24 hours', () => {
  it('counts from the decision', () => {
    expect(transferDueAt(noon)).toBe(instant('2021-03-23T12:00:00+08:00'));
  });
});
