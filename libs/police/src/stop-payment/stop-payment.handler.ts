import {
  askDetailV1,
  endWatchV1,
  proposeStopsV1,
  type ProposeStopsV1,
  releaseStopV1,
  watchAccountV1,
  withdrawProposalV1,
} from '@interlock/contracts';
import {
  type AccountRef,
  type CommandAnswer,
  type CommandRoute,
  type NodeContext,
  type Part,
  type Request,
  type Wish,
  answerOf,
  answerOfParts,
  carried,
  commandRoute,
  idOf,
  refusal,
  versionOfMany,
} from '@interlock/kernel';
import { bankOf } from '../chase/order-details.ts';
import { policeTracing } from '../chase/police-tracing.ts';
import { OFFICERS } from '../officers.ts';
import { isInstitution, sealer } from '../requests.ts';
import { type StopPaymentCommand, type StopPaymentRejection } from './stop-payment.commands.ts';
import { type StopPaymentEvent } from './stop-payment.events.ts';
import { stopPaymentStream } from './stop-payment.stream.ts';

const byOfficer = { roles: OFFICERS };

export const stopPaymentCommands: readonly CommandRoute[] = [
  commandRoute(proposeStopsV1, byOfficer, proposeStops),
  commandRoute(withdrawProposalV1, byOfficer, ({ accountRef, proposalId }, request, context) =>
    send({ accountRef, outcome: { proposalId } }, (account) => ({ type: 'WithdrawProposal', ...account, proposalId, why: 'declined' }), {
      request,
      context,
    }),
  ),
  commandRoute(releaseStopV1, byOfficer, async ({ accountRef, orderId, reason: clear }, request, context) => {
    const reason = await sealer(context, request.commandId)(accountRef, 'reason', clear);
    return send({ accountRef, outcome: { orderId } }, (account) => ({ type: 'ReleaseStop', ...account, orderId, reason }), {
      request,
      context,
    });
  }),
  commandRoute(watchAccountV1, byOfficer, ({ accountRef, caseId }, request, context) => {
    const watchId = idOf('watch', request.commandId);
    return send({ accountRef, caseId, outcome: { watchId } }, (account) => ({ type: 'WatchAccount', ...account, caseId, watchId }), {
      request,
      context,
    });
  }),
  commandRoute(endWatchV1, byOfficer, ({ accountRef, watchId }, request, context) =>
    send({ accountRef, outcome: { watchId } }, (account) => ({ type: 'EndWatch', ...account, watchId }), { request, context }),
  ),
  commandRoute(askDetailV1, byOfficer, ({ accountRef, caseId, from }, request, context) => {
    const askId = idOf('detail', request.commandId);
    return send(
      { accountRef, caseId, outcome: { askId } },
      (account) => ({ type: 'AskDetail', ...account, caseId, askId, from, because: 'officer' }),
      { request, context },
    );
  }),
];

interface About {
  readonly accountRef: AccountRef;
  readonly caseId?: string;
  /** Told when it is accepted, beside the account. */
  readonly outcome: Readonly<Record<string, unknown>>;
}

/** One command to one account of a known bank. */
async function send(
  { accountRef, caseId, outcome }: About,
  command: (account: { readonly accountRef: AccountRef; readonly bank: string }) => Wish<StopPaymentCommand>,
  { request, context }: { readonly request: Request; readonly context: NodeContext },
): Promise<CommandAnswer> {
  const bank = await knownBank(accountRef, context);
  if (bank === undefined) return refusal({ code: 'ACCOUNT_UNKNOWN', path: 'accountRef' });
  const handled = await context.handle(stopPaymentStream, {
    ...carried(request, caseId),
    key: accountRef,
    command: command({ accountRef, bank }),
  });
  return answerOf(handled, () => ({ accountRef, ...outcome }));
}

/** The account's bank, if it is a member: from what was done about the account, else from where the money went. */
async function knownBank(accountRef: AccountRef, context: NodeContext): Promise<string | undefined> {
  const { state: stops } = await context.load(stopPaymentStream, accountRef);
  const bank = stops.bank ?? bankOf((await context.memory(policeTracing)).state, accountRef);
  return bank !== undefined && isInstitution(context, bank) ? bank : undefined;
}

async function proposeStops({ caseId, accounts }: ProposeStopsV1, request: Request, context: NodeContext): Promise<CommandAnswer> {
  const unclear = versionOfMany(request, accounts.length);
  if (unclear) return refusal(unclear);
  const { state } = await context.memory(policeTracing);
  if (!state.cases.has(caseId)) return refusal({ code: 'CASE_NOT_ENTERED', path: 'caseId' });
  const parts: Part<StopPaymentEvent, StopPaymentRejection>[] = [];
  for (const accountRef of accounts) {
    const about = { accountRef };
    const bank = await knownBank(accountRef, context);
    if (bank === undefined) {
      parts.push({ about, handled: { ok: false, error: { code: 'ACCOUNT_UNKNOWN' } } });
      continue;
    }
    const commandId = idOf(request.commandId, accountRef);
    const handled = await context.handle(stopPaymentStream, {
      ...carried(request, caseId),
      commandId,
      body: { caseId, accountRef },
      key: accountRef,
      command: { type: 'ProposeStop', proposalId: idOf('proposal', commandId), caseId, accountRef, bank, because: 'officer' },
    });
    parts.push({ about, handled });
  }
  return answerOfParts('accounts', parts, (events) => {
    const proposed = events.find((event) => event.type === 'StopProposed');
    return proposed ? { proposalId: proposed.proposalId } : {};
  });
}
