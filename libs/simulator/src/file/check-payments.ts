import { type PayStep, type ReportStep, type Step } from './scenario.ts';
import { entriesOf, mistake, type Spot, under, wholeOf } from './spot.ts';

/** Payments and the reports about them: each payment in one report at most, none later than its report. */
export function checkPayments(stepsSpot: Spot, steps: readonly Step[]): void {
  const payments = new Map(steps.filter((step): step is PayStep => step.verb === 'pay').map((step) => [step.payment, step]));
  const reportedBy = new Map<number, number>();
  const spots = entriesOf(stepsSpot);
  for (const report of steps.filter((step): step is ReportStep => step.verb === 'report')) {
    const entry = spots[report.index];
    if (!entry) continue;
    const list = under(under(entry, 'report'), 'payments');
    if (list.tree?.kind === 'list' && list.tree.items.length === 0)
      mistake(list, 'REPORT_WITHOUT_PAYMENTS', 'a report names at least one payment');
    for (const spot of entriesOf(list)) checkOne(spot, { report, payments, reportedBy });
    checkStatements(under(under(entry, 'report'), 'says'), report, payments);
  }
}

interface Known {
  readonly report: ReportStep;
  readonly payments: ReadonlyMap<number, PayStep>;
  readonly reportedBy: Map<number, number>;
}

function checkOne(spot: Spot, { report, payments, reportedBy }: Known): void {
  const number = wholeOf(spot);
  if (number === undefined || number < 1) return;
  const payment = payments.get(number);
  const earlier = reportedBy.get(number);
  if (!payment) mistake(spot, 'PAYMENT_UNKNOWN', `there is no payment ${String(number)}; the file has ${String(payments.size)}`);
  else if (earlier !== undefined)
    mistake(spot, 'PAYMENT_REPORTED_TWICE', `payment ${String(number)} is already in report ${String(earlier)}`);
  else if (payment.at > report.at) mistake(spot, 'PAYMENT_AFTER_REPORT', `payment ${String(number)} is later than its report`);
  if (earlier === undefined) reportedBy.set(number, report.report);
}

function checkStatements(says: Spot, report: ReportStep, payments: ReadonlyMap<number, PayStep>): void {
  const paid = new Set(report.payments.map((number) => payments.get(number)?.to));
  for (const statement of entriesOf(says)) {
    const key = String(statement.path.at(-1));
    if (!paid.has(key)) mistake(statement, 'STATED_NOT_PAID', `no payment of this report went to ${key}; says speaks of the accounts paid`);
  }
}
