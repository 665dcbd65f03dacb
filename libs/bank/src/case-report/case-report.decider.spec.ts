import { describe, expect, it } from '@jest/globals';
import { given, instant } from '@interlock/kernel';
import { ACCOUNT, NOON, sealedField } from '../account-hold/account-hold.testing.ts';
import { type ReportFraud, caseReportDecider } from './case-report.decider.ts';
import { type ReportedPayment } from './case-report.events.ts';

const payment: ReportedPayment = {
  reference: 'P1',
  from: ACCOUNT,
  fromNumber: sealedField('payments.0.fromNumber'),
  fromHolder: sealedField('payments.0.fromHolder'),
  to: 'a1.oooooooooooooooooooooooooo',
  toBank: 'bank-city',
  toNumber: sealedField('payments.0.toNumber'),
  toHolder: sealedField('payments.0.toHolder'),
  amountFen: 5_000_00,
  paidAt: NOON,
  alreadyStopped: false,
};
const reporter = { name: sealedField('reporter.name'), idNumber: sealedField('reporter.idNumber'), phone: sealedField('reporter.phone') };
const report = { reportId: 'r', kind: '01', reporter, payments: [payment] } as const;
const command: ReportFraud = { type: 'ReportFraud', report, at: NOON };

describe('R-101: a report at the bank is told once', () => {
  it('with its moment', () => {
    expect(given(caseReportDecider).when(command)).toEqual({ ok: true, events: [{ type: 'FraudReported', ...report, reportedAt: NOON }] });
  });

  it('not twice under one id', () => {
    const told = { type: 'FraudReported', ...report, reportedAt: NOON } as const;
    expect(given(caseReportDecider, told).when(command)).toEqual({ ok: false, rejection: { type: 'ReportExists', reportId: 'r' } });
  });

  it('R-104: paperwork after a stop (02) says of each payment whether it is stopped, and something is', () => {
    const paperwork = { ...command, report: { ...report, kind: '02' } } as const;
    expect(given(caseReportDecider).when(paperwork)).toEqual({ ok: false, rejection: { type: 'NothingStopped', rule: 'R-101' } });
    const payments = [{ ...payment, alreadyStopped: true }];
    expect(given(caseReportDecider).when({ ...paperwork, report: { ...report, kind: '02', payments } })).toMatchObject({ ok: true });
  });
});

describe('R-102: what is told of a payment can be true', () => {
  it.each([
    ['just before the report', '2021-03-22T11:59:59.999Z', true],
    ['at the report', NOON, true],
    ['just after it', '2021-03-22T12:00:00.001Z', false],
  ])('paid %s', (_, paidAt, ok) => {
    const payments = [{ ...payment, paidAt: instant(paidAt) }];
    const decision = given(caseReportDecider).when({ ...command, report: { ...report, payments } });
    expect(decision).toMatchObject(ok ? { ok } : { ok, rejection: { type: 'PaymentInFuture', rule: 'R-102', references: ['P1'] } });
  });

  it('names each payment once', () => {
    const decision = given(caseReportDecider).when({ ...command, report: { ...report, payments: [payment, payment] } });
    expect(decision).toEqual({ ok: false, rejection: { type: 'PaymentTwice', rule: 'R-102', references: ['P1'] } });
  });
});
