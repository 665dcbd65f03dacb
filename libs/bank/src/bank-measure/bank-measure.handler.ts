import { type ApplyMeasureV1, appealMeasureV1, applyMeasureV1, decideAppealV1, liftMeasureV1 } from '@interlock/contracts';
import { type CommandRoute, type NodeContext, type Request, type Wish, answerOf, carried, commandRoute, refusal } from '@interlock/kernel';
import { BANK_STAFF } from '../staff.ts';
import { type ApplyMeasure } from './bank-measure.decider.ts';
import { bankMeasure } from './bank-measure.stream.ts';

export const bankMeasureCommands: readonly CommandRoute[] = [
  commandRoute(applyMeasureV1, BANK_STAFF, async (body, request, context) => {
    const command = await applyCommand(body, request, context);
    const handled = await context.handle(bankMeasure, { ...carried(request), key: command.measureId, command });
    return answerOf(handled, () => ({ measureId: command.measureId, accountRef: command.accountRef }));
  }),
  commandRoute(liftMeasureV1, BANK_STAFF, async ({ measureId, reason }, request, context) => {
    const command = { type: 'LiftMeasure', measureId, reason } as const;
    const handled = await context.handle(bankMeasure, { ...carried(request), key: measureId, command });
    return answerOf(handled, () => ({ measureId, state: 'lifted' }));
  }),
  commandRoute(appealMeasureV1, BANK_STAFF, async ({ measureId, grounds }, request, context) => {
    const { state } = await context.load(bankMeasure, measureId);
    const accountRef = state.applied?.accountRef;
    if (accountRef === undefined) return refusal({ code: 'NO_SUCH_MEASURE', details: { measureId } });
    const sealed = await context.keys.seal(accountRef, request.commandId, 'grounds', grounds);
    const command = { type: 'AppealMeasure', measureId, grounds: sealed } as const;
    const handled = await context.handle(bankMeasure, { ...carried(request), key: measureId, command });
    return answerOf(handled, () => ({ measureId, state: 'appealed' }));
  }),
  commandRoute(decideAppealV1, BANK_STAFF, async ({ measureId, verified, reason }, request, context) => {
    const command = { type: 'DecideAppeal', measureId, verified, reason } as const;
    const handled = await context.handle(bankMeasure, { ...carried(request), key: measureId, command });
    return answerOf(handled, ([event]) => ({ measureId, state: event?.type === 'AppealVerified' ? 'lifted' : 'standing' }));
  }),
];

/** The measure's id is the command's: the same command is the same measure. */
async function applyCommand(body: ApplyMeasureV1, { commandId }: Request, context: NodeContext): Promise<Wish<ApplyMeasure>> {
  const { account, kind, reason, grade, why, remedy } = body;
  const accountRef = 'number' in account ? context.references.account(context.node, account.number) : account.accountRef;
  const { channel, papers } = remedy;
  return {
    type: 'ApplyMeasure',
    measureId: commandId,
    accountRef,
    kind,
    ...(reason !== undefined && { reason }),
    ...(grade !== undefined && { grade }),
    ...(why !== undefined && { why: await context.keys.seal(accountRef, commandId, 'why', why) }),
    remedy: { ...(channel !== undefined && { channel }), ...(papers !== undefined && { papers }) },
  };
}
