import { type Wait } from '../file/scenario.ts';
import { type BankTask } from './acts.ts';
import { OFFICER, operatorOf } from './cast.ts';
import { list } from './officers.ts';
import { numberOf, rowOf, rowsOf, textOf } from './read-answer.ts';
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
  watch: { readonly bank: string; readonly accountRef: string; readonly watchId: string },
): Promise<void> {
  const { bank, accountRef, watchId } = watch;
  await sendFor(story, bank, {
    name: 'bank.report-watched.v1',
    about: [watchId, story.city.now()],
    by: operatorOf(bank),
    body: { accountRef, watchId },
    mayRefuse: true,
  });
}

/** What the answer secured: traced money of all cases known on the account once it is folded in. */
async function noteSecured(story: Story, orderId: string): Promise<void> {
  const orders = await list(story, 'city', 'city.orders.v1', {}, OFFICER);
  const order = orders.map((item) => rowOf(item['order'], 'order')).find((row) => row['orderId'] === orderId);
  if (order?.['code'] !== '0000' && order?.['code'] !== '1200') return;
  const money = await story.city.ask('city', { name: 'city.money.v1', by: OFFICER, body: { caseId: textOf(order, 'caseId') } });
  const accounts = rowsOf(rowOf(rowOf(money, 'answer')['money'], 'money')['accounts'], 'accounts');
  const account = accounts.find((row) => row['accountRef'] === order['accountRef']);
  story.secured.set(orderId, account ? numberOf(account, 'tracedFen') : 0);
}
