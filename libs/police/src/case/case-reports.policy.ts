import { bankCaseReportedV1, type BankCaseReportedV1 } from '@interlock/contracts';
import { type Memory, idOf, policy, to } from '@interlock/kernel';
import { type NumberAssigned } from '../case-number/case-number.events.ts';
import { caseNumberStream, seriesOf } from '../case-number/case-number.decider.ts';
import { caseStream } from './case.stream.ts';

/** Cases that banks report have no officer's unit yet: the city's anti-fraud centre takes them in. */
const INTAKE_UNIT = 'city-centre';

/** Banks' reports (100401) that wait for their case number. */
type WaitingReports = Map<string, BankCaseReportedV1>;

export const waitingBankReports: Memory<WaitingReports> = {
  name: 'police_waiting_bank_reports',
  initial: () => new Map(),
  on: [bankCaseReportedV1.type, 'CaseReported'],
  evolve(waiting, event, recorded) {
    if (event.type === 'CaseReported') {
      if ('reportId' in event && typeof event.reportId === 'string') waiting.delete(event.reportId);
      return waiting;
    }
    const read = bankCaseReportedV1.read(event);
    // A bank speaks for itself only.
    const isItsOwn = recorded.meta.source === undefined || (read.ok && recorded.meta.source.node === read.fact.bank);
    return read.ok && isItsOwn ? waiting.set(read.fact.reportId, read.fact) : waiting;
  },
};

/** a bank's report opens a case: first its number, then the report with it. */
export const reportWhenBankReported = policy<BankCaseReportedV1 | NumberAssigned, WaitingReports>({
  name: 'police_report_when_bank_reported',
  on: ['bank.case-reported.v1', 'NumberAssigned'],
  memory: waitingBankReports,
  keys: (event) => (event.reportId === undefined ? [] : [event.reportId]),
  react(event, recorded, waiting) {
    if (event.type === 'bank.case-reported.v1') {
      const { reportId } = event;
      if (!waiting.has(reportId)) return [];
      const series = seriesOf(recorded.recordedAt);
      return [
        to(caseNumberStream, series, { type: 'AssignNumber', series, caseId: idOf('case', reportId), reportId }, { purpose: reportId }),
      ];
    }
    const report = event.reportId === undefined ? undefined : waiting.get(event.reportId);
    return report ? [to(caseStream, event.caseId, commandFrom(report, event), { settles: ['AlreadyReported'] })] : [];
  },
});

function commandFrom(report: BankCaseReportedV1, { caseId, caseNo }: NumberAssigned) {
  const { bank, reportId, reportedAt, reporter, payments } = report;
  return {
    type: 'ReportCase',
    caseId,
    caseNo,
    by: 'bank',
    bank,
    reportId,
    unit: INTAKE_UNIT,
    reportedAt,
    reporter,
    payments: payments.map((payment) => ({
      reference: payment.reference,
      from: { accountRef: payment.from, bank, number: payment.fromNumber, holder: payment.fromHolder },
      to: { accountRef: payment.to, bank: payment.toBank, number: payment.toNumber, holder: payment.toHolder },
      amountFen: payment.amountFen,
      paidAt: payment.paidAt,
      // The bank's own booking stands for the voucher.
      voucher: true,
      alreadyStopped: payment.alreadyStopped,
    })),
    receipt: 'given',
  } as const;
}
