import { answerOrderV1, answerReleaseV1 } from '@interlock/contracts';
import { type CommandRoute, answerOf, carried, commandRoute } from '@interlock/kernel';
import { BANK_STAFF } from '../staff.ts';
import { type AccountHoldEvent } from './account-hold.events.ts';
import { accountHold } from './account-hold.stream.ts';
import { policeStops } from './police-stops.view.ts';

export const accountHoldCommands: readonly CommandRoute[] = [
  commandRoute(answerOrderV1, BANK_STAFF, async ({ accountRef, orderId }, request, context) => {
    const command = { type: 'AnswerStop', orderId } as const;
    // The answer belongs to the order’s trace, whoever gives it and however late.
    const traceparent = context.views.get(policeStops, orderId)?.traceparent;
    const common = { ...carried(request), ...(traceparent !== undefined && { traceparent }) };
    return answerOf(await context.handle(accountHold, { ...common, key: accountRef, command }), ([event]) => ({
      orderId,
      accountRef,
      ...stateOf(event),
    }));
  }),
  commandRoute(answerReleaseV1, BANK_STAFF, async ({ accountRef, orderId }, request, context) => {
    const command = { type: 'AnswerRelease', orderId } as const;
    return answerOf(await context.handle(accountHold, { ...carried(request), key: accountRef, command }), ([event]) => ({
      orderId,
      accountRef,
      ...stateOf(event),
    }));
  }),
];

/** Either the core is being asked, or the bank's own books refused: with the code the police get. */
function stateOf(event: AccountHoldEvent | undefined): Readonly<Record<string, unknown>> {
  if (event?.type === 'StopRefused') return { state: 'refused', code: event.code, rule: event.rule };
  if (event?.type === 'ReleaseRefused') return { state: 'refused', code: event.code, rule: 'R-117' };
  return { state: event?.type === 'ReleaseBegun' ? 'releasing' : 'answering' };
}
