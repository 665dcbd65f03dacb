import { type ReportStep } from '../file/scenario.ts';
import { type Story } from './story.ts';

/** The payments of a report that were executed, as the paying account’s bank booked them, with what the reporter says wrongly. */
export function executedPayments(story: Story, step: ReportStep) {
  return step.payments.flatMap((number) => {
    const payment = story.payments.get(number);
    const pay = story.scenario.steps.find((one) => one.verb === 'pay' && one.payment === number);
    if (payment?.result.done !== 'moved' || pay?.verb !== 'pay') return [];
    const from = story.scenario.accounts.get(pay.from);
    const to = story.scenario.accounts.get(pay.to);
    if (!from || !to) throw new Error(`No account ${pay.from} or ${pay.to}`);
    const { reference, amountFen, at } = payment.result;
    return [{ from, to, reference, amountFen, at, wrong: step.says.get(pay.to) }];
  });
}
