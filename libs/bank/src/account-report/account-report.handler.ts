import { answerDetailV1, reportWatchedV1 } from '@interlock/contracts';
import { type CommandRoute, answerOf, carried, commandRoute } from '@interlock/kernel';
import { BANK_STAFF } from '../staff.ts';
import { accountReport } from './account-report.stream.ts';

export const accountReportCommands: readonly CommandRoute[] = [
  commandRoute(answerDetailV1, BANK_STAFF, async ({ accountRef, askId }, request, context) => {
    const command = { type: 'AnswerDetail', askId } as const;
    const handled = await context.handle(accountReport, { ...carried(request), key: accountRef, command });
    return answerOf(handled, () => ({ askId, accountRef, state: 'reporting' }));
  }),
  commandRoute(reportWatchedV1, BANK_STAFF, async ({ accountRef, watchId, through }, request, context) => {
    const command = { type: 'ReportWatched', watchId, ...(through !== undefined && { through }) } as const;
    const handled = await context.handle(accountReport, { ...carried(request), key: accountRef, command });
    return answerOf(handled, () => ({ watchId, accountRef, state: 'reporting' }));
  }),
];
