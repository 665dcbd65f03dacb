import { type ReportCaseV1, reportCaseV1 } from '@interlock/contracts';
import {
  type CommandRoute,
  type NodeContext,
  type Request,
  type Sealed,
  answerOf,
  carried,
  commandRoute,
  refusal,
} from '@interlock/kernel';
import { BANK_STAFF } from '../staff.ts';
import { type ReportedPayment } from './case-report.events.ts';
import { caseReport } from './case-report.stream.ts';

/** Seals one field of this command under a subject's key. */
type Seal = (subject: string, path: string, clear: string) => Promise<Sealed>;

export const caseReportCommands: readonly CommandRoute[] = [
  commandRoute(reportCaseV1, BANK_STAFF, async (body, request, context) => {
    const strangers = body.payments.flatMap(({ to: { bank } }, index) => (isKnown(bank, context) ? [] : [index]));
    if (strangers.length > 0)
      return refusal(...strangers.map((index) => ({ code: 'UNKNOWN_MEMBER', path: `payments.${String(index)}.to.bank` })));
    const report = await sealedReport(body, request, context);
    const command = { type: 'ReportFraud', report } as const;
    const handled = await context.handle(caseReport, { ...carried(request), key: request.commandId, command });
    return answerOf(handled, ([event]) => ({ reportId: event?.reportId, reportedAt: event?.reportedAt }));
  }),
];

/** Only what the register names can be asked to hold money; payment institutions are nodes of this kind, too. */
function isKnown(bank: string, { node, peers }: NodeContext): boolean {
  return bank === node || peers.get(bank) === 'bank';
}

async function sealedReport({ kind, reporter, payments }: ReportCaseV1, request: Request, context: NodeContext) {
  const seal: Seal = (subject, path, clear) => context.keys.seal(subject, request.commandId, path, clear);
  const person = context.references.person(reporter.idNumber);
  const sealedPayments: ReportedPayment[] = [];
  for (const [index, payment] of payments.entries())
    sealedPayments.push(await sealedPayment(payment, `payments.${String(index)}`, seal, context));
  return {
    reportId: request.commandId,
    kind,
    reporter: {
      name: await seal(person, 'reporter.name', reporter.name),
      idNumber: await seal(person, 'reporter.idNumber', reporter.idNumber),
      phone: await seal(person, 'reporter.phone', reporter.phone),
    },
    payments: sealedPayments,
  };
}

async function sealedPayment(
  { from, to, ...payment }: ReportCaseV1['payments'][number],
  path: string,
  seal: Seal,
  { node, references }: NodeContext,
): Promise<ReportedPayment> {
  const fromRef = references.account(node, from.number);
  const toRef = references.account(to.bank, to.number);
  return {
    ...payment,
    from: fromRef,
    fromNumber: await seal(fromRef, `${path}.fromNumber`, from.number),
    fromHolder: await seal(fromRef, `${path}.fromHolder`, from.holder),
    to: toRef,
    toBank: to.bank,
    toNumber: await seal(toRef, `${path}.toNumber`, to.number),
    toHolder: await seal(toRef, `${path}.toHolder`, to.holder),
  };
}
