import { type BankCaseReportedV1 } from '@interlock/contracts';
import { type Stream, tell } from '@interlock/kernel';
import { type CaseReportRejection, type ReportFraud, caseReportDecider } from './case-report.decider.ts';
import { type FraudReported } from './case-report.events.ts';

export const caseReport: Stream<ReportFraud, boolean, FraudReported, CaseReportRejection> = {
  category: 'case-report',
  decider: caseReportDecider,
  publish({ type: _, payments, ...report }, { node: bank }) {
    const fact: BankCaseReportedV1 = { type: 'bank.case-reported.v1', ...report, bank, payments: [...payments] };
    return [tell('police', fact)];
  },
};
