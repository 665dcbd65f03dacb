import { correctStopV1, type CorrectStopV1, orderStopsV1, type OrderStopsV1, renewStopV1 } from '@interlock/contracts';
import {
  type CommandAnswer,
  type CommandError,
  type CommandRoute,
  type Handled,
  type NodeContext,
  type Part,
  type Request,
  answerOf,
  answerOfParts,
  carried,
  commandRoute,
  idOf,
  refusal,
  versionOfMany,
} from '@interlock/kernel';
import { type Stated } from '../case/case.events.ts';
import { OFFICERS, SECOND_OFFICERS } from '../officers.ts';
import { sealer } from '../requests.ts';
import { prepareOrder } from './prepare-order.ts';
import { type StopPaymentRejection } from './stop-payment.commands.ts';
import { type StopPaymentEvent } from './stop-payment.events.ts';
import { stopPaymentStream } from './stop-payment.stream.ts';

/** an officer, and a second one with a token of their own. */
const byTwoOfficers = { roles: OFFICERS, secondRoles: SECOND_OFFICERS };

type Ordered = Handled<StopPaymentEvent, StopPaymentRejection> | { readonly ok: false; readonly error: CommandError };

export const orderCommands: readonly CommandRoute[] = [
  // One append per account: what is refused on one undoes nothing on another, and a repetition finishes what is missing.
  commandRoute(orderStopsV1, byTwoOfficers, async ({ proposals, urgency }, request, context) => {
    const unclear = versionOfMany(request, proposals.length);
    if (unclear) return refusal(unclear);
    const parts: Part<StopPaymentEvent, StopPaymentRejection>[] = [];
    for (const proposal of proposals) {
      const { accountRef, proposalId } = proposal;
      const ofAccount = { ...request, commandId: idOf(request.commandId, accountRef), body: { ...proposal, urgency } };
      parts.push({ about: { accountRef, proposalId }, handled: await confirm(proposal, urgency, ofAccount, context) });
    }
    return answerOfParts('accounts', parts, outcome);
  }),
  commandRoute(correctStopV1, byTwoOfficers, async (body, request, context) => told(await correct(body, request, context))),
  commandRoute(renewStopV1, byTwoOfficers, async ({ accountRef, orderId: continues }, request, context) => {
    const { state } = await context.load(stopPaymentStream, accountRef);
    const stop = state.standing.find(({ orderId }) => orderId === continues);
    const prepared = await prepareOrder(
      {
        accountRef,
        caseId: stop?.caseId,
        bank: state.bank,
        message: '100105',
        which: 'as known',
        // What the bank found to match is stated again.
        ...(stop && { restate: () => Promise.resolve(stop.stated) }),
      },
      request,
      context,
    );
    if (!prepared.ok) return refusal(prepared.error);
    const command = { type: 'RenewStop', continues, ...prepared.order, urgency: 'urgent' } as const;
    return told(await context.handle(stopPaymentStream, { ...carried(request, stop?.caseId), key: accountRef, command }));
  }),
];

async function confirm(
  { accountRef, proposalId }: OrderStopsV1['proposals'][number],
  urgency: OrderStopsV1['urgency'],
  request: Request,
  context: NodeContext,
): Promise<Ordered> {
  const { state } = await context.load(stopPaymentStream, accountRef);
  const caseId = state.proposal?.proposalId === proposalId ? state.proposal.caseId : undefined;
  const prepared = await prepareOrder({ accountRef, caseId, bank: state.bank, message: '100101', which: 'as stated' }, request, context);
  if (!prepared.ok) return prepared;
  const command = { type: 'OrderStop', proposalId, ...prepared.order, urgency } as const;
  return context.handle(stopPaymentStream, { ...carried(request, caseId), key: accountRef, command });
}

async function correct(
  { accountRef, orderId: corrects, corrected }: CorrectStopV1,
  request: Request,
  context: NodeContext,
): Promise<Ordered> {
  const { state } = await context.load(stopPaymentStream, accountRef);
  const mismatch = state.mismatches.find(({ orderId }) => orderId === corrects);
  const prepared = await prepareOrder(
    {
      accountRef,
      caseId: mismatch?.caseId,
      bank: state.bank,
      message: '100101',
      which: 'as known',
      restate: (stated) => correctedBy({ accountRef, corrected }, stated, request, context),
    },
    request,
    context,
  );
  if (!prepared.ok) return prepared;
  const command = { type: 'CorrectStop', corrects, ...prepared.order, urgency: 'urgent' } as const;
  return context.handle(stopPaymentStream, { ...carried(request, mismatch?.caseId), key: accountRef, command });
}

/** The officer's word before what is known. */
async function correctedBy(
  { accountRef, corrected }: Pick<CorrectStopV1, 'accountRef' | 'corrected'>,
  stated: Stated,
  { commandId }: Request,
  context: NodeContext,
): Promise<Stated> {
  const seal = sealer(context, commandId);
  const { number, holder, amountFen = stated.amountFen, paidAt = stated.paidAt } = corrected ?? {};
  return {
    number: number === undefined ? stated.number : await seal(accountRef, 'corrected.number', number),
    holder: holder === undefined ? stated.holder : await seal(accountRef, 'corrected.holder', holder),
    amountFen,
    paidAt,
  };
}

function told(ordered: Ordered): CommandAnswer {
  return 'error' in ordered ? refusal(ordered.error) : answerOf(ordered, outcome);
}

function outcome(events: readonly StopPaymentEvent[]): Readonly<Record<string, unknown>> {
  const order = events.find((event) => event.type === 'StopOrdered');
  if (!order) return {};
  const { accountRef, orderId, caseId, number, namedFen, firstInflowAt, orderedAt } = order;
  return { accountRef, orderId, caseId, number, namedFen, firstInflowAt, orderedAt };
}
