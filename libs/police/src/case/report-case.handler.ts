import { policeReportCaseV1, type PoliceReportCaseV1 } from '@interlock/contracts';
import {
  type CommandError,
  type CommandRoute,
  type NodeContext,
  type Request,
  answerOf,
  carried,
  commandRoute,
  errorOf,
  idOf,
  refusal,
} from '@interlock/kernel';
import { caseNumberStream, seriesOf } from '../case-number/case-number.decider.ts';
import { OFFICERS } from '../officers.ts';
import { type Seal, sealer, unknownBanks } from '../requests.ts';
import { type ReportedAccount, type ReportedPayment, type Reporter } from './case.events.ts';
import { caseStream } from './case.stream.ts';
import { unfitIn } from './unfit-items.ts';

/** registered at once, with a number, whatever is missing or fails its check. */
export const reportCaseRoute: CommandRoute = commandRoute(policeReportCaseV1, { roles: OFFICERS }, async (body, request, context) => {
  const strangers = unknownBanks(
    context,
    body.payments.flatMap(({ from, to }, index) => [
      { path: `payments.${String(index)}.from.bank`, bank: from?.bank },
      { path: `payments.${String(index)}.to.bank`, bank: to?.bank },
    ]),
  );
  if (strangers.length > 0) return refusal(...strangers);
  const { commandId, actor } = request;
  const caseId = idOf('case', commandId);
  const numbered = await numberFor(caseId, request, context);
  if (!numbered.ok) return refusal(numbered.error);
  const seal = sealer(context, commandId);
  const { how, reportedAt, scamType, summary, receipt } = body;
  const unfit = unfitIn(body);
  const handled = await context.handle(caseStream, {
    ...carried(request, caseId),
    key: caseId,
    command: {
      type: 'ReportCase',
      caseId,
      caseNo: numbered.caseNo,
      by: 'victim',
      how,
      unit: actor.unit,
      ...(reportedAt !== undefined && { reportedAt }),
      ...(scamType !== undefined && { scamType }),
      ...(summary !== undefined && { summary: await seal(caseId, 'summary', summary) }),
      reporter: await reporterOf(body.reporter, caseId, seal, context),
      payments: await Promise.all(
        body.payments.map((payment, index) => paymentOf(payment, `payments.${String(index)}`, caseId, seal, context)),
      ),
      ...(unfit.length > 0 && { unfit }),
      receipt,
    },
  });
  return answerOf(handled, ([event]) =>
    event?.type === 'CaseReported'
      ? { caseId, caseNo: event.caseNo, missing: event.missing, unfit: event.unfit ?? [], receipt: event.receipt }
      : { caseId },
  );
});

type Numbered = { readonly ok: true; readonly caseNo: string } | { readonly ok: false; readonly error: CommandError };

/** A repeated report keeps its number, in another year, too; a report that comes too late, or under another’s id, gets none. */
async function numberFor(caseId: string, { commandId, actor, traceparent }: Request, context: NodeContext): Promise<Numbered> {
  const { state } = await context.load(caseStream, caseId);
  if (state) return { ok: true, caseNo: state.caseNo };
  const series = seriesOf(context.clock.now());
  const assigned = await context.handle(caseNumberStream, {
    commandId: idOf(commandId, 'case-number'),
    key: series,
    command: { type: 'AssignNumber', series, caseId },
    actor,
    body: { caseId },
    correlationId: caseId,
    ...(traceparent !== undefined && { traceparent }),
  });
  if (!assigned.ok) return { ok: false, error: errorOf(assigned.rejection) };
  const [event] = assigned.events;
  if (!event) throw new Error(`No number for case ${caseId}`);
  return { ok: true, caseNo: event.caseNo };
}

async function reporterOf(clear: PoliceReportCaseV1['reporter'], caseId: string, seal: Seal, context: NodeContext): Promise<Reporter> {
  const { name, idNumber, phone } = clear;
  const personRef = idNumber === undefined ? undefined : context.references.person(idNumber);
  const subject = personRef ?? caseId;
  return {
    ...(personRef !== undefined && { personRef }),
    ...(name !== undefined && { name: await seal(subject, 'reporter.name', name) }),
    ...(idNumber !== undefined && { idNumber: await seal(subject, 'reporter.idNumber', idNumber) }),
    ...(phone !== undefined && { phone: await seal(subject, 'reporter.phone', phone) }),
  };
}

type ClearPayment = PoliceReportCaseV1['payments'][number];

async function paymentOf(clear: ClearPayment, path: string, caseId: string, seal: Seal, context: NodeContext): Promise<ReportedPayment> {
  const { reference, from, to, amountFen, paidAt, voucher } = clear;
  return {
    ...(reference !== undefined && { reference }),
    ...(from && { from: await accountOf(from, `${path}.from`, caseId, seal, context) }),
    ...(to && { to: await accountOf(to, `${path}.to`, caseId, seal, context) }),
    ...(amountFen !== undefined && { amountFen }),
    ...(paidAt !== undefined && { paidAt }),
    voucher,
  };
}

async function accountOf(
  { bank, number, holder }: NonNullable<ClearPayment['to']>,
  path: string,
  caseId: string,
  seal: Seal,
  context: NodeContext,
): Promise<ReportedAccount> {
  const accountRef = bank === undefined || number === undefined ? undefined : context.references.account(bank, number);
  const subject = accountRef ?? caseId;
  return {
    ...(accountRef !== undefined && { accountRef }),
    ...(bank !== undefined && { bank }),
    ...(number !== undefined && { number: await seal(subject, `${path}.number`, number) }),
    ...(holder !== undefined && { holder: await seal(subject, `${path}.holder`, holder) }),
  };
}
