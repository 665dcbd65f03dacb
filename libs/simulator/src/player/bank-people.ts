import { type Instant } from '@interlock/kernel';
import { type Wait } from '../file/scenario.ts';
import { type BankTask } from './acts.ts';
import { OFFICER, operatorOf } from './cast.ts';
import { list } from './officers.ts';
import { numberOf, rowOf, textOf } from './read-answer.ts';
import { moneyOf } from './result.ts';
import { type Story, sendFor } from './story.ts';

/** How long a bank’s people take to answer. */
export function answersAfter(story: Story, bank: string): Wait {
  const { byBank, default: otherwise } = story.scenario.habits.bankAnswers;
  return byBank.get(bank) ?? otherwise;
}

/** The operator answers what waits. */
export async function answerTask(story: Story, task: BankTask): Promise<void> {
  const { accountRef, bank, id } = task;
  await sendFor(story, bank, { about: [id], by: operatorOf(bank), mayRefuse: true, ...answerTo(task.kind, accountRef, id) });
  await story.city.settled();
  if (task.kind === 'stop') await noteSecured(story, id);
}

function answerTo(kind: BankTask['kind'], accountRef: string, id: string): { readonly name: string; readonly body: unknown } {
  switch (kind) {
    case 'stop':
      return { name: 'bank.answer-order.v1', body: { accountRef, orderId: id } };
    case 'release':
      return { name: 'bank.answer-release.v1', body: { accountRef, orderId: id } };
    case 'detail':
      return { name: 'bank.answer-detail.v1', body: { accountRef, askId: id } };
    case 'freeze':
      return { name: 'bank.answer-freeze.v1', body: { accountRef, freezeId: id } };
    case 'lift':
      return { name: 'bank.answer-lift.v1', body: { accountRef, freezeId: id } };
  }
}

export async function tellWatched(
  story: Story,
  watch: { readonly bank: string; readonly accountRef: string; readonly watchId: string; readonly through: Instant },
): Promise<void> {
  const { bank, accountRef, watchId, through } = watch;
  await sendFor(story, bank, {
    name: 'bank.report-watched.v1',
    about: [watchId, through],
    by: operatorOf(bank),
    body: { accountRef, watchId, through },
    mayRefuse: true,
  });
}

/** What the answer secured: traced money of all cases known on the account once it is folded in. */
async function noteSecured(story: Story, orderId: string): Promise<void> {
  const [item] = await list(story, 'city', 'city.orders.v1', { orderId }, OFFICER);
  const order = item && rowOf(item['order'], 'order');
  if (order?.['code'] !== '0000' && order?.['code'] !== '1200') return;
  // A recount may have left the order's own case without money there: then another case knows the account.
  const caseIds = new Set([textOf(order, 'caseId'), ...[...story.cases.values()].map(({ caseId }) => caseId)]);
  for (const caseId of caseIds) {
    const { accounts } = await moneyOf(story, caseId);
    const account = accounts.find((row) => row['accountRef'] === order['accountRef']);
    if (!account) continue;
    story.secured.set(orderId, numberOf(account, 'tracedFen'));
    return;
  }
}
