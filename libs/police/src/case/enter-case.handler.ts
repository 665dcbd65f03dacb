import { enterCaseV1, type EnterCaseV1 } from '@interlock/contracts';
import {
  type CommandError,
  type CommandRoute,
  type NodeContext,
  type Request,
  type Wish,
  answerOf,
  carried,
  commandRoute,
  errorOf,
  idOf,
  refusal,
} from '@interlock/kernel';
import { policeTracing } from '../chase/police-tracing.ts';
import { OFFICERS } from '../officers.ts';
import { paymentStream } from '../payment/payment.decider.ts';
import { type Seal, sealer, unknownBanks } from '../requests.ts';
import { type EnteredPayment, type KnownAccount } from './case.events.ts';
import { type CaseCommand, caseDecider, type KnownCase } from './case.decider.ts';
import { caseStream } from './case.stream.ts';

type ClearPayment = NonNullable<EnterCaseV1['payments']>[number];

/** brief facts, the payments and the accounts they went to. */
export const enterCaseRoute: CommandRoute = commandRoute(enterCaseV1, { roles: OFFICERS }, async (body, request, context) => {
  const { caseId, scamType, payments } = body;
  const { state: known, version } = await context.load(caseStream, caseId);
  const problems = [...(payments ? wrongParties(payments, context) : []), ...(await taken(caseId, referencesOf(known, payments), context))];
  if (problems.length > 0) return refusal(...problems);
  const seal = sealer(context, request.commandId);
  const entered =
    payments && (await Promise.all(payments.map((payment, index) => paymentOf(payment, `payments.${String(index)}`, seal, context))));
  const command: Wish<CaseCommand> = { type: 'EnterCase', scamType, ...(entered && { payments: entered }) };
  // What the case would refuse claims nothing.
  const isCurrent = (request.expectedVersion ?? version) === version;
  const isAccepted = isCurrent && caseDecider.decide({ ...command, at: context.clock.now() }, known).ok;
  const lost = isAccepted ? await claim(caseId, referencesOf(known, payments), request, context) : undefined;
  if (lost) return refusal(lost);
  const handled = await context.handle(caseStream, { ...carried(request, caseId), key: caseId, command });
  return answerOf(handled, ([event]) => {
    if (event?.type !== 'CaseEntered') return { caseId };
    const { caseNo, enteredAt, late } = event;
    return { caseId, caseNo, enteredAt, late, accounts: [...new Set(event.payments.map(({ to }) => to.accountRef))] };
  });
});

/** What the case is entered with: the payments of the body, else those of its report. */
function referencesOf(known: KnownCase | undefined, payments: readonly ClearPayment[] | undefined): readonly (string | undefined)[] {
  return (payments ?? known?.reported ?? []).map(({ reference }) => reference);
}

const alreadyEntered = (index: number): CommandError => ({ code: 'PAYMENT_ALREADY_ENTERED', path: `payments.${String(index)}.reference` });

/** One payment belongs to one case, and stands there once. Entries of before payments were claimed are known from their cases alone. */
async function taken(caseId: string, references: readonly (string | undefined)[], context: NodeContext): Promise<readonly CommandError[]> {
  const { state } = await context.memory(policeTracing);
  const seen = new Set<string>();
  for (const [other, { payments }] of state.cases)
    if (other !== caseId) for (const { reference } of payments) if (references.includes(reference)) seen.add(reference);
  return references.flatMap((reference, index) => {
    if (reference === undefined) return [];
    const isKnown = seen.has(reference);
    seen.add(reference);
    return isKnown ? [alreadyEntered(index)] : [];
  });
}

/** Two officers may enter one payment in two cases at once, and neither is known to the other yet: each payment’s own stream says whose it is. */
async function claim(
  caseId: string,
  references: readonly (string | undefined)[],
  request: Request,
  context: NodeContext,
): Promise<CommandError | undefined> {
  // The version that the caller saw is the case's.
  const { expectedVersion: _, ...common } = carried(request, caseId);
  for (const [index, reference] of references.entries()) {
    if (reference === undefined) continue;
    const key = idOf('payment', reference);
    const claimed = await context.handle(paymentStream, {
      ...common,
      commandId: idOf(request.commandId, key),
      key,
      body: { caseId, reference },
      command: { type: 'ClaimPayment', reference, caseId },
    });
    if (!claimed.ok) return claimed.rejection.type === 'PaymentAlreadyEntered' ? alreadyEntered(index) : errorOf(claimed.rejection);
  }
  return undefined;
}

/** A payment goes from one account to another, both of member banks. */
function wrongParties(payments: readonly ClearPayment[], context: NodeContext): readonly CommandError[] {
  const same = payments.flatMap(({ from, to }, index) =>
    from.bank === to.bank && from.number === to.number ? [{ code: 'SAME_ACCOUNT', path: `payments.${String(index)}.to.number` }] : [],
  );
  const banks = payments.flatMap(({ from, to }, index) => [
    { path: `payments.${String(index)}.from.bank`, bank: from.bank },
    { path: `payments.${String(index)}.to.bank`, bank: to.bank },
  ]);
  return [...same, ...unknownBanks(context, banks)];
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
