import { type FreezePeriod } from '@interlock/rulebook';
import { APPROVING_HEAD, OFFICER, SECOND_OFFICER } from './cast.ts';
import { type Cast } from './played-city.ts';
import { executedPayments } from './payments.ts';
import { type Row, isRow, optionalText, rowsOf, textOf } from './read-answer.ts';
import { type PlayedCase, type Story, caseById, planOnce, sendFor } from './story.ts';

/** brief facts and payments, with the true details as the paying account’s bank knows them. */
export async function enterCase(story: Story, report: number): Promise<void> {
  const one = story.cases.get(report);
  const step = story.reports.get(report);
  if (!one || !step) return;
  const payments = executedPayments(story, step).map(({ from, to, reference, amountFen, at, wrong }) => ({
    reference,
    from: { bank: from.bank, number: from.number, holder: from.holder, kind: from.kind },
    to: { bank: to.bank, number: to.number, holder: to.holder, kind: to.kind },
    amountFen,
    paidAt: at,
    ...(wrong && { stated: { ...wrong } }),
  }));
  await sendFor(story, 'police', {
    name: 'police.enter-case.v1',
    about: [report],
    by: OFFICER,
    body: { caseId: one.caseId, ...(step.scam !== undefined && { scamType: step.scam }), payments },
  });
  one.enteredAt = story.city.now();
  planOnce(story, `file/${report}`, { after: one.enteredAt, wait: one.habits.files, act: { do: 'file', report } });
}

/** filed on the approving head’s own token. */
export async function fileCase(story: Story, one: PlayedCase): Promise<void> {
  if (one.filedAt !== undefined) return;
  await sendFor(story, 'police', {
    name: 'police.file-case.v1',
    about: [one.report],
    by: OFFICER,
    second: APPROVING_HEAD,
    body: { caseId: one.caseId },
  });
  one.filedAt = story.city.now();
}

/** the proposals of one instant in one action, with the second officer’s token. What was withdrawn meanwhile is left out. */
export async function confirmProposals(
  story: Story,
  proposals: readonly { readonly proposalId: string; readonly accountRef: string }[],
): Promise<void> {
  const open = new Set((await list(story, 'police', 'police.open-proposals.v1', {}, OFFICER)).map((row) => textOf(row, 'proposalId')));
  const standing = proposals.filter(({ proposalId }) => open.has(proposalId));
  if (standing.length === 0) return;
  await sendFor(story, 'police', {
    name: 'police.order-stops.v1',
    about: standing.map(({ proposalId }) => proposalId),
    by: OFFICER,
    second: SECOND_OFFICER,
    body: { proposals: standing.map(({ proposalId, accountRef }) => ({ proposalId, accountRef })), urgency: 'urgent' },
    // R-113, or somebody was first: the fact says so, and the story goes on.
    mayRefuse: true,
  });
}

interface Ordered {
  readonly orderId: string;
  readonly accountRef: string;
}

/** with the details that the paying account’s bank knows; not sent where an order is open or a stop in force. */
export function correctStop(story: Story, order: Ordered): Promise<void> {
  return orderAgain(story, 'police.correct-stop.v1', order);
}

/** the second stop goes on where the first ends. */
export function renewStop(story: Story, order: Ordered): Promise<void> {
  return orderAgain(story, 'police.renew-stop.v1', order);
}

async function orderAgain(story: Story, name: string, { orderId, accountRef }: Ordered): Promise<void> {
  const body = { accountRef, orderId };
  await sendFor(story, 'police', { name, about: [orderId], by: OFFICER, second: SECOND_OFFICER, body, mayRefuse: true });
}

/** A step of the file: renews whatever stop stands on the account. */
export async function orderRenewal(story: Story, { accountRef }: { readonly accountRef: string; readonly about: number }): Promise<void> {
  const [standing] = await list(story, 'police', 'police.stop-orders.v1', { state: 'standing', accountRef }, OFFICER);
  if (standing) await renewStop(story, { orderId: textOf(standing, 'orderId'), accountRef });
}

export async function release(
  story: Story,
  {
    accountRef,
    reason,
    about,
    second,
  }: { readonly accountRef: string; readonly reason: string; readonly about: number; readonly second: Cast },
): Promise<void> {
  const [standing] = await list(story, 'police', 'police.stop-orders.v1', { state: 'standing', accountRef }, OFFICER);
  if (!standing) return;
  await sendFor(story, 'police', {
    name: 'police.release-stop.v1',
    about: [about],
    by: OFFICER,
    second,
    body: { accountRef, orderId: textOf(standing, 'orderId'), reason },
    mayRefuse: true,
  });
}

interface Freezing {
  readonly caseId: string;
  readonly accountRef: string;
  readonly period?: FreezePeriod;
}

/** the sum that no freeze covers, unless the story names one. */
export async function freezeAccount(
  story: Story,
  { caseId, accountRef, sumFen, period }: Freezing & { readonly sumFen?: number },
): Promise<void> {
  const at = story.city.now();
  await sendFor(story, 'police', {
    name: 'police.order-freezes.v1',
    about: [caseId, accountRef, at],
    by: OFFICER,
    second: APPROVING_HEAD,
    body: { caseId, accounts: [{ accountRef, ...(sumFen !== undefined && { sumFen }) }], ...(period && { period }) },
    mayRefuse: true,
  });
}

/** each of the case's freezes there runs on from its end. */
export async function renewFreeze(
  story: Story,
  { caseId, accountRef, about, period }: Freezing & { readonly about: number },
): Promise<void> {
  for (const freeze of await list(story, 'police', 'police.freezes.v1', { state: 'in-force', caseId, accountRef }, OFFICER)) {
    const freezeId = textOf(freeze, 'freezeId');
    await sendFor(story, 'police', {
      name: 'police.renew-freeze.v1',
      about: [about, freezeId],
      by: OFFICER,
      second: APPROVING_HEAD,
      body: { accountRef, freezeId, ...(period && { period }) },
    });
  }
}

export async function liftFreeze(
  story: Story,
  { caseId, accountRef, about }: { readonly caseId: string; readonly accountRef: string; readonly about: number },
): Promise<void> {
  for (const freeze of await list(story, 'police', 'police.freezes.v1', { state: 'in-force', caseId, accountRef }, OFFICER)) {
    const freezeId = textOf(freeze, 'freezeId');
    await sendFor(story, 'police', {
      name: 'police.lift-freeze.v1',
      about: [about, freezeId],
      by: OFFICER,
      second: APPROVING_HEAD,
      body: { accountRef, freezeId, reason: 'as the story says' },
    });
  }
}

/** 100305, and what the bank then tells. */
export async function watchAccount(
  story: Story,
  { caseId, accountRef }: { readonly caseId: string; readonly accountRef: string },
): Promise<void> {
  const from = story.city.now();
  const outcome = await sendFor(story, 'police', {
    name: 'police.watch-account.v1',
    about: [accountRef, from],
    by: OFFICER,
    body: { accountRef, caseId },
    mayRefuse: true,
  });
  const watchId = outcome && optionalText(outcome, 'watchId');
  const bank = story.scenario.accounts.get(story.keys.get(accountRef) ?? '')?.bank;
  if (watchId !== undefined && bank !== undefined) story.watches.push({ bank, accountRef, watchId, from });
}

const PAGE_ROWS = 200;

/** All rows of a paged list, which follows from the node's log alone. Asked of settled nodes only. */
export async function list(story: Story, node: string, name: string, body: Row, by: Cast): Promise<readonly Row[]> {
  const key = `${node} ${name} ${JSON.stringify(body)}`;
  const head = story.city.headOf(node);
  const known = story.lists.get(key);
  if (head !== undefined && known?.head === head) return known.rows;
  const rows = await ask(story, node, name, body, by);
  if (head !== undefined) story.lists.set(key, { head, rows });
  return rows;
}

async function ask(story: Story, node: string, name: string, body: Row, by: Cast): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let after: string | undefined; ;) {
    const answer = await story.city.ask(node, { name, by, body: { ...body, limit: PAGE_ROWS, ...(after !== undefined && { after }) } });
    const page = readPage(answer, name);
    rows.push(...page.rows);
    if (page.next === undefined) return rows;
    after = page.next;
  }
}

function readPage(answer: unknown, name: string): { readonly rows: readonly Row[]; readonly next?: string } {
  const page = typeof answer === 'object' && answer !== null ? answer : {};
  const items = 'items' in page ? rowsOf(page.items, name) : [];
  const hasMore = 'hasMore' in page && page.hasMore === true;
  const last = items.at(-1);
  const cursor = 'endCursor' in page && typeof page.endCursor === 'string' ? page.endCursor : last && optionalText(last, 'cursor');
  const rows = items.map((item) => (isRow(item['row']) ? item['row'] : item));
  return { rows, ...(hasMore && cursor !== undefined && { next: cursor }) };
}

/** The core systems know freezes by keys of their own: each new one is the account’s freeze that took effect and has none yet. */
export async function noteFreezes(story: Story): Promise<void> {
  for (const { key, account, frozenFen } of (await story.world.history()).freezes) {
    // where nothing was free it queues, and the core is asked again under another key.
    if (frozenFen === 0 || story.freezes.has(key)) continue;
    const rows = await list(story, 'police', 'police.freezes.v1', { accountRef: story.refs.get(account) }, OFFICER);
    const taken = new Set([...story.freezes.values()].map(({ freezeId }) => freezeId));
    const found = rows.find((row) => row['startsAt'] !== undefined && !taken.has(textOf(row, 'freezeId')));
    if (found) story.freezes.set(key, { freezeId: textOf(found, 'freezeId'), caseId: textOf(found, 'caseId') });
  }
}

/** The habits of the case that an order or proposal belongs to. */
export function habitsOf(story: Story, caseId: string): PlayedCase['habits'] {
  return caseById(story, caseId)?.habits ?? story.scenario.habits;
}
