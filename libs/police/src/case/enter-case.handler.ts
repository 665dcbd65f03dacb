import { enterCaseV1, type EnterCaseV1 } from '@interlock/contracts';
import { type CommandError, type CommandRoute, type NodeContext, answerOf, carried, commandRoute, refusal } from '@interlock/kernel';
import { policeTracing } from '../chase/police-tracing.ts';
import { OFFICERS } from '../officers.ts';
import { type Seal, sealer, unknownBanks } from '../requests.ts';
import { type EnteredPayment, type KnownAccount } from './case.events.ts';
import { caseStream } from './case.stream.ts';

type ClearPayment = NonNullable<EnterCaseV1['payments']>[number];

/** brief facts, the payments and the accounts they went to. */
export const enterCaseRoute: CommandRoute = commandRoute(enterCaseV1, { roles: OFFICERS }, async (body, request, context) => {
  const { caseId, scamType, payments } = body;
  const problems = payments ? await problemsOf(caseId, payments, context) : [];
  if (problems.length > 0) return refusal(...problems);
  const seal = sealer(context, request.commandId);
  const entered =
    payments && (await Promise.all(payments.map((payment, index) => paymentOf(payment, `payments.${String(index)}`, seal, context))));
  const handled = await context.handle(caseStream, {
    ...carried(request, caseId),
    key: caseId,
    command: { type: 'EnterCase', scamType, ...(entered && { payments: entered }) },
  });
  return answerOf(handled, ([event]) => {
    if (event?.type !== 'CaseEntered') return { caseId };
    const { caseNo, enteredAt, late } = event;
    return { caseId, caseNo, enteredAt, late, accounts: [...new Set(event.payments.map(({ to }) => to.accountRef))] };
  });
});

/** One payment belongs to one case, and goes from one account to another of a member bank. */
async function problemsOf(caseId: string, payments: readonly ClearPayment[], context: NodeContext): Promise<readonly CommandError[]> {
  const { state } = await context.memory(policeTracing);
  const seen = new Set<string>();
  for (const [other, { payments: entered }] of state.cases)
    if (other !== caseId)
      for (const { reference } of entered) if (payments.some((payment) => payment.reference === reference)) seen.add(reference);
  const twice = payments.flatMap(({ reference, from, to }, index): readonly CommandError[] => {
    const path = `payments.${String(index)}`;
    const isKnown = seen.has(reference);
    seen.add(reference);
    return [
      ...(isKnown ? [{ code: 'PAYMENT_ALREADY_ENTERED', path: `${path}.reference` }] : []),
      ...(from.bank === to.bank && from.number === to.number ? [{ code: 'SAME_ACCOUNT', path: `${path}.to.number` }] : []),
    ];
  });
  const banks = payments.flatMap(({ from, to }, index) => [
    { path: `payments.${String(index)}.from.bank`, bank: from.bank },
    { path: `payments.${String(index)}.to.bank`, bank: to.bank },
  ]);
  return [...twice, ...unknownBanks(context, banks)];
}

async function paymentOf(clear: ClearPayment, path: string, seal: Seal, context: NodeContext): Promise<EnteredPayment> {
  const { reference, amountFen, paidAt, stated } = clear;
  const from = await accountOf(clear.from, `${path}.from`, seal, context);
  const to = await accountOf(clear.to, `${path}.to`, seal, context);
  const { number, holder } = stated ?? {};
  return {
    reference,
    from,
    to,
    amountFen,
    paidAt,
    stated: {
      number: number === undefined ? to.number : await seal(to.accountRef, `${path}.stated.number`, number),
      holder: holder === undefined ? to.holder : await seal(to.accountRef, `${path}.stated.holder`, holder),
      amountFen: stated?.amountFen ?? amountFen,
      paidAt: stated?.paidAt ?? paidAt,
    },
  };
}

async function accountOf(clear: ClearPayment['to'], path: string, seal: Seal, { references }: NodeContext): Promise<KnownAccount> {
  const { bank } = clear;
  const accountRef = references.account(bank, clear.number);
  const [number, holder] = await Promise.all([
    seal(accountRef, `${path}.number`, clear.number),
    seal(accountRef, `${path}.holder`, clear.holder),
  ]);
  return { accountRef, bank, number, holder };
}
