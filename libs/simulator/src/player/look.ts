import { type Instant, instant, isAfter, plusMs } from '@interlock/kernel';
import { type BankTask } from './acts.ts';
import { answersAfter } from './bank-people.ts';
import { OFFICER, operatorOf } from './cast.ts';
import { habitsOf, list } from './officers.ts';
import { type Row, numberOf, optionalText, rowOf, rowsOf, textOf } from './read-answer.ts';
import { type Story, caseById, hasNews, planOnce } from './story.ts';

/** After each act, everybody in the story looks at what is asked of them, and plans. */
export async function lookAround(story: Story): Promise<void> {
  await lookAtProposals(story);
  const orders = await list(story, 'police', 'police.stop-orders.v1', {}, OFFICER);
  await lookAtBanks(story, orders);
  lookAtOrders(story, orders);
  await lookAtUncovered(story);
  await lookAtWatches(story);
}

async function lookAtProposals(story: Story): Promise<void> {
  for (const row of await list(story, 'police', 'police.open-proposals.v1', {}, OFFICER)) {
    const proposalId = textOf(row, 'proposalId');
    planOnce(story, `confirm/${proposalId}`, {
      after: instant(textOf(row, 'proposedAt')),
      wait: habitsOf(story, textOf(row, 'caseId')).officerConfirms,
      act: { do: 'confirm', proposalId, accountRef: textOf(row, 'accountRef') },
    });
  }
}

const ANSWERED: Readonly<Record<string, BankTask['kind'] | undefined>> = {
  stop: 'stop',
  release: 'release',
  detail: 'detail',
  freeze: 'freeze',
  lift: 'lift',
};

interface SeenTask {
  readonly task: BankTask;
  readonly since: Instant;
  readonly key: string;
  /** Start of the window that a detail asks for. */
  readonly from: string;
}

/** Banks answer what came at one instant in the order in which it was sent: stops as ordered, details by the inflow that they ask for. */
async function lookAtBanks(story: Story, orders: readonly Row[]): Promise<void> {
  const banks = new Set([...story.scenario.accounts.values()].map(({ bank }) => bank));
  const seen: SeenTask[] = [];
  for (const bank of banks) {
    for (const row of await list(story, bank, 'bank.open-tasks.v1', {}, operatorOf(bank))) {
      const kind = ANSWERED[textOf(row, 'kind')];
      const key = `answer/${kind ?? ''}/${textOf(row, 'about')}`;
      if (kind === undefined || story.seen.has(key)) continue;
      const task = { kind, bank, accountRef: textOf(row, 'accountRef'), id: textOf(row, 'about') };
      seen.push({ task, key, since: instant(textOf(row, 'since')), from: optionalText(row, 'from') ?? '' });
    }
  }
  const ordered = new Map(orders.map((row, place) => [textOf(row, 'orderId'), place]));
  const placeOf = ({ task }: SeenTask): number => ordered.get(task.id) ?? ordered.size;
  seen.sort((a, b) => placeOf(a) - placeOf(b) || compareText(a.from, b.from));
  for (const { task, since, key } of seen)
    planOnce(story, key, { after: since, wait: answersAfter(story, task.bank), act: { do: 'answer', task } });
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function lookAtOrders(story: Story, orders: readonly Row[]): void {
  for (const row of orders) {
    const order = { orderId: textOf(row, 'orderId'), accountRef: textOf(row, 'accountRef') };
    const caseId = textOf(row, 'caseId');
    const habits = habitsOf(story, caseId);
    switch (row['state']) {
      case 'mismatched':
        planOnce(story, `correct/${order.orderId}`, {
          after: instant(textOf(row, 'answeredAt')),
          wait: habits.corrects,
          act: { do: 'correct', ...order },
        });
        break;
      case 'standing':
        if (habits.renews === 'never' || numberOf(row, 'number') !== 1) break;
        planOnce(story, `renew/${order.orderId}`, {
          after: plusMs(instant(textOf(row, 'lapsesAt')), -habits.renews),
          wait: 0,
          act: { do: 'renew', ...order },
        });
        break;
      case 'refused-by-law':
        planWatch(story, row, 'orderedAt');
        break;
      case 'lapsed':
        planWatch(story, row, 'endedAt');
        break;
      default:
    }
  }
}

function planWatch(story: Story, row: Row, since: string): void {
  const caseId = textOf(row, 'caseId');
  const accountRef = textOf(row, 'accountRef');
  planOnce(story, `watch/${accountRef}/${textOf(row, 'orderId')}`, {
    after: instant(textOf(row, since)),
    wait: habitsOf(story, caseId).watches,
    act: { do: 'watch', caseId, accountRef },
  });
}

/** what lies under a stop uncovered after filing is frozen a while later; what is covered or gone by then is not. */
async function lookAtUncovered(story: Story): Promise<void> {
  if (![...story.cases.values()].some((one) => one.filedAt !== undefined)) return;
  // What lies uncovered changes with the log alone: the end of a stop or freeze is recorded when it is due.
  if (!hasNews(story, 'uncovered', 'police')) return;
  const answer = rowOf(await story.city.ask('police', { name: 'police.uncovered-sums.v1', by: OFFICER, body: {} }), 'uncovered sums');
  const open = new Set<string>();
  for (const row of rowsOf(answer['sums'], 'sums')) {
    const caseId = textOf(row, 'caseId');
    const accountRef = textOf(row, 'accountRef');
    const one = caseById(story, caseId);
    if (row['isFiled'] !== true || numberOf(row, 'fen') === 0 || !one) continue;
    open.add(freezeKey(caseId, accountRef));
    planOnce(story, freezeKey(caseId, accountRef), {
      after: story.city.now(),
      wait: one.habits.freezes,
      act: { do: 'freeze', caseId, accountRef },
    });
  }
  const isOver = (key: string): boolean => key.startsWith('freeze/') && !open.has(key);
  for (const key of [...story.seen].filter(isOver)) story.seen.delete(key);
  story.agenda.drop(({ act }) => act.do === 'freeze' && !open.has(freezeKey(act.caseId, act.accountRef)));
}

export function freezeKey(caseId: string, accountRef: string): string {
  return `freeze/${caseId}/${accountRef}`;
}

/** each booking of a watched account is told `bankAnswers` after it happened. */
async function lookAtWatches(story: Story): Promise<void> {
  if (story.watches.length === 0) return;
  const { movements } = await story.world.history();
  for (const watch of story.watches) {
    const wait = answersAfter(story, watch.bank);
    const key = story.keys.get(watch.accountRef);
    for (const movement of movements) {
      // At one instant movements come before the officer who begins the watch.
      if ((movement.from !== key && movement.to !== key) || !isAfter(movement.at, watch.from)) continue;
      const { bank, accountRef, watchId } = watch;
      planOnce(story, `watched/${watchId}/${movement.reference}`, {
        after: movement.at,
        wait,
        act: { do: 'tell-watched', bank, accountRef, watchId, through: movement.at },
      });
    }
  }
}

/** Takes the other confirmations of this moment out of the agenda: one action for all. */
export function confirmationsOf(story: Story, at: Instant): readonly { readonly proposalId: string; readonly accountRef: string }[] {
  const proposals: { readonly proposalId: string; readonly accountRef: string }[] = [];
  story.agenda.drop((one) => {
    if (one.at !== at || one.act.do !== 'confirm') return false;
    proposals.unshift({ proposalId: one.act.proposalId, accountRef: one.act.accountRef });
    return true;
  });
  return proposals;
}
