import { liftFreezeV1, type LiftFreezeV1, orderFreezesV1, type OrderFreezesV1, renewFreezeV1 } from '@interlock/contracts';
import {
  type AccountRef,
  type CommandAnswer,
  type CommandRoute,
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
import { caseStream } from '../case/case.stream.ts';
import { bankOf, freezableFen, uncoveredSums } from '../chase/order-details.ts';
import { policeTracing } from '../chase/police-tracing.ts';
import { APPROVERS, OFFICERS, approval } from '../officers.ts';
import { applicationId, isInstitution, sealer } from '../requests.ts';
import { type FreezeRejection } from './freeze.commands.ts';
import { type FreezeEvent } from './freeze.events.ts';
import { freezeStream } from './freeze.stream.ts';

/** the approving head's own token, beside the officer's. */
const withApproval = { roles: OFFICERS, secondRoles: APPROVERS };

export const freezeCommands: readonly CommandRoute[] = [
  commandRoute(orderFreezesV1, withApproval, orderFreezes),
  commandRoute(renewFreezeV1, withApproval, async ({ accountRef, freezeId, period }, request, context) => {
    const bank = await bankAt({ accountRef }, context);
    const command = { type: 'RenewFreeze', accountRef, bank, freezeId, period, ...approval(request, context) } as const;
    return answerOf(await context.handle(freezeStream, { ...carried(request), key: accountRef, command }), (events) => {
      const renewed = events.find((event) => event.type === 'FreezeRenewed');
      return { accountRef, freezeId, ...(renewed && { until: renewed.until }) };
    });
  }),
  commandRoute(liftFreezeV1, withApproval, async ({ accountRef, freezeId, reason: clear }, request, context) => {
    const reason = await sealer(context, request.commandId)(accountRef, 'reason', clear);
    const bank = await bankAt({ accountRef }, context);
    const command = { type: 'LiftFreeze', accountRef, bank, freezeId, reason, ...approval(request, context) } as const;
    return answerOf(await context.handle(freezeStream, { ...carried(request), key: accountRef, command }), () => ({
      accountRef,
      freezeId,
    }));
  }),
];

/** one append per account; a sum left out is what is traced, stopped and uncovered when the head confirms. */
async function orderFreezes({ caseId, accounts, period }: OrderFreezesV1, request: Request, context: NodeContext): Promise<CommandAnswer> {
  const unclear = versionOfMany(request, accounts.length);
  if (unclear) return refusal(unclear);
  const { state: known } = await context.load(caseStream, caseId);
  if (!known) return refusal({ code: 'NO_SUCH_CASE', path: 'caseId' });
  // Before the money is read: what is ordered in between is not counted there, and the stream takes it off.
  const counted = new Map(
    await Promise.all(accounts.map(async ({ accountRef }) => [accountRef, await freezesOn(accountRef, context)] as const)),
  );
  const { state } = await context.memory(policeTracing);
  const now = context.clock.now();
  const uncovered = new Map(uncoveredSums(state, now, caseId).map(({ accountRef, fen }) => [accountRef, fen]));
  const filing = known.status === 'filed' && known.filingId !== undefined ? { filingId: known.filingId } : {};
  const parts: Part<FreezeEvent, FreezeRejection>[] = [];
  for (const account of accounts) {
    const { accountRef } = account;
    const about = { accountRef };
    const bank = bankOf(state, accountRef);
    if (bank === undefined || !isInstitution(context, bank)) {
      parts.push({ about, handled: { ok: false, error: { code: 'ACCOUNT_UNKNOWN' } } });
      continue;
    }
    const commandId = idOf(request.commandId, accountRef);
    const freezeId = idOf('freeze', commandId);
    const uncoveredFen = uncovered.get(accountRef) ?? 0;
    const handled = await context.handle(freezeStream, {
      ...carried(request, caseId),
      commandId,
      body: { caseId, ...account, period },
      key: accountRef,
      command: {
        type: 'OrderFreeze',
        freezeId,
        applicationId: applicationId('100201', now, freezeId),
        caseId,
        caseNo: known.caseNo,
        accountRef,
        bank,
        sumFen: account.sumFen ?? uncoveredFen,
        tracedFen: Math.max(uncoveredFen, freezableFen(state, now, { caseId, accountRef })),
        counted: counted.get(accountRef) ?? [],
        ...filing,
        period,
        ...approval(request, context),
      },
    });
    parts.push({ about, handled });
  }
  return answerOfParts('accounts', parts, (events) => {
    const ordered = events.find((event) => event.type === 'FreezeOrdered');
    return ordered ? { freezeId: ordered.freezeId, sumFen: ordered.sumFen } : {};
  });
}

async function freezesOn(accountRef: AccountRef, context: NodeContext): Promise<readonly string[]> {
  const { state } = await context.load(freezeStream, accountRef);
  return state.freezes.map(({ freezeId }) => freezeId);
}

/** A freeze that stands has its bank; a wish about none is refused by the stream. */
async function bankAt({ accountRef }: Pick<LiftFreezeV1, 'accountRef'>, context: NodeContext): Promise<string> {
  const { state } = await context.memory(policeTracing);
  return bankOf(state, accountRef) ?? '';
}
