import { type Decider, type Instant, accept, isAfter, reject } from '@interlock/kernel';
import { type FraudReported } from './case-report.events.ts';

export interface ReportFraud {
  readonly type: 'ReportFraud';
  readonly report: Omit<FraudReported, 'type' | 'reportedAt'>;
  readonly at: Instant;
}

export type CaseReportRejection =
  | { readonly type: 'PaymentInFuture'; readonly rule: 'R-102'; readonly references: readonly string[] }
  | { readonly type: 'PaymentTwice'; readonly rule: 'R-102'; readonly references: readonly string[] }
  | { readonly type: 'NothingStopped'; readonly rule: 'R-101' }
  | { readonly type: 'ReportExists'; readonly reportId: string };

/** One report, told once; whether it is a case the police decide. */
export const caseReportDecider: Decider<ReportFraud, boolean, FraudReported, CaseReportRejection> = {
  initial: false,
  decide({ report, at }, exists) {
    if (exists) return reject({ type: 'ReportExists', reportId: report.reportId });
    const future = report.payments.filter(({ paidAt }) => isAfter(paidAt, at)).map(({ reference }) => reference);
    if (future.length > 0) return reject({ type: 'PaymentInFuture', rule: 'R-102', references: future });
    const references = report.payments.map(({ reference }) => reference);
    const twice = references.filter((reference, index) => references.indexOf(reference) !== index);
    if (twice.length > 0) return reject({ type: 'PaymentTwice', rule: 'R-102', references: twice });
    // 02 is the paperwork after a stop already applied, so something must be stopped.
    if (report.kind === '02' && !report.payments.some(({ alreadyStopped }) => alreadyStopped))
      return reject({ type: 'NothingStopped', rule: 'R-101' });
    return accept({ type: 'FraudReported', ...report, reportedAt: at });
  },
  evolve: () => true,
};
