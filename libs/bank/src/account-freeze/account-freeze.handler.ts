import { answerFreezeV1, answerLiftV1 } from '@interlock/contracts';
import { type CommandRoute, answerOf, carried, commandRoute } from '@interlock/kernel';
import { BANK_STAFF } from '../staff.ts';
import { type AccountFreezeEvent } from './account-freeze.events.ts';
import { accountFreeze } from './account-freeze.stream.ts';

export const accountFreezeCommands: readonly CommandRoute[] = [
  commandRoute(answerFreezeV1, BANK_STAFF, async ({ accountRef, freezeId }, request, context) => {
    const command = { type: 'AnswerFreeze', freezeId } as const;
    const handled = await context.handle(accountFreeze, { ...carried(request), key: accountRef, command });
    return answerOf(handled, () => ({ freezeId, accountRef, state: 'freezing' }));
  }),
  commandRoute(answerLiftV1, BANK_STAFF, async ({ accountRef, freezeId }, request, context) => {
    const command = { type: 'AnswerLift', freezeId } as const;
    const handled = await context.handle(accountFreeze, { ...carried(request), key: accountRef, command });
    return answerOf(handled, (events) => ({ freezeId, accountRef, ...liftState(events) }));
  }),
];

/** Being lifted at the core; lifted, as nothing was frozen yet; or over already. */
function liftState(events: readonly AccountFreezeEvent[]): Readonly<Record<string, unknown>> {
  const over = events.find((event) => event.type === 'FreezeFoundOver');
  if (over) return { state: 'over', endedAt: over.endedAt };
  return { state: events[0]?.type === 'FreezeLifted' ? 'lifted' : 'lifting' };
}
