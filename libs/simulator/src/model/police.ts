import { type Fen, type Instant } from '@interlock/kernel';
import { measure } from '../truth/intervals.ts';
import { present } from '../truth/axis.ts';
import { type TrueCase, trueReading } from '../truth/true-reading.ts';
import { type LedgerMovement } from '../world/ledger.ts';
import {
  answersOf,
  casesOf,
  deskOf,
  type ExpectedOrder,
  habitsOf,
  knownFlow,
  knownHistory,
  plan,
  type Reckoning,
  stopEnd,
} from './desk.ts';

const STOPS_MAX = 2;

/** Intake done: from now on the case counts, its payments are known, its level-1 accounts are proposed. */
export function enter(reckoning: Reckoning, report: number): void {
  const payments = (reckoning.reports.get(report)?.payments ?? []).map((number) => `payment-${String(number)}`);
  reckoning.entered.push(report);
  const paid = reckoning.world.history().movements.filter(({ movement }) => payments.includes(movement));
  for (const { movement } of paid) reckoning.known.add(movement);
  const homes = new Set(paid.map(({ from }) => from));
  for (const { to } of paid) if (to !== undefined && !homes.has(to)) propose(reckoning, to, report);
  plan(reckoning, habitsOf(reckoning, report).files, 'officer', { do: 'file', report });
  recount(reckoning);
}

/** New knowledge: proposals where money newly came, questions about earlier inflows, freezes for what is stopped. */
export function learn(reckoning: Reckoning, movements: readonly string[]): void {
  for (const movement of movements) reckoning.known.add(movement);
  recount(reckoning);
}

export function recount(reckoning: Reckoning): void {
  const flow = knownFlow(reckoning);
  const reached = new Map<string, Instant>();
  for (const movement of [...flow.movements].sort((a, b) => a.order - b.order)) {
    const { to } = movement;
    const owner = to === undefined ? undefined : arriving(flow, movement, to)[0];
    if (to === undefined || owner === undefined) {
      reckoning.carrying.delete(movement.movement);
      continue;
    }
    if (!reached.has(to)) reached.set(to, movement.at);
    if (reckoning.carrying.has(movement.movement)) continue;
    reckoning.carrying.add(movement.movement);
    propose(reckoning, to, Number(owner));
  }
  for (const [account, first] of reached) askEarlier(reckoning, account, first);
  planFreezes(reckoning);
}

/** Cases whose money a movement brings to the account, as lots there, in the order carried. */
function arriving(flow: ReturnType<typeof knownFlow>, movement: LedgerMovement, to: string): readonly string[] {
  return flow
    .brought(movement)
    .filter((part) => part.fen > 0 && flow.homes.get(part.case)?.has(to) !== true)
    .map((part) => part.case);
}

export function propose(reckoning: Reckoning, account: string, report: number): void {
  const desk = deskOf(reckoning, account);
  if (desk.proposedFor !== undefined || desk.open || stopEnd(reckoning, account) !== undefined) return;
  desk.proposedFor = report;
  desk.told = true;
  plan(reckoning, habitsOf(reckoning, report).officerConfirms, 'officer', { do: 'confirm', account, report });
}

export function confirm(reckoning: Reckoning, account: string, report: number): void {
  const desk = deskOf(reckoning, account);
  delete desk.proposedFor;
  if (desk.open || stopEnd(reckoning, account) !== undefined) return;
  order(reckoning, { account, report, number: desk.counted + 1, corrected: false });
}

export function correct(reckoning: Reckoning, { account, report, number }: ExpectedOrder): void {
  if (deskOf(reckoning, account).open || stopEnd(reckoning, account) !== undefined) return;
  order(reckoning, { account, report, number, corrected: true });
}

export function renew(reckoning: Reckoning, account: string, wanted: { readonly report: number; readonly until: Instant }): void {
  const desk = deskOf(reckoning, account);
  // At its end a stop is over: there is nothing to renew.
  if (desk.open || stopEnd(reckoning, account) === undefined) return;
  order(reckoning, { account, report: wanted.report, number: desk.counted + 1, corrected: true, continues: wanted.until });
}

interface Wanted {
  readonly account: string;
  readonly report: number;
  readonly number: number;
  readonly corrected: boolean;
  readonly continues?: Instant;
}

function order(reckoning: Reckoning, wanted: Wanted): void {
  const { world, clock, orders } = reckoning;
  const { account, report } = wanted;
  const desk = deskOf(reckoning, account);
  const flow = knownFlow(reckoning);
  const first = flow.movements.find((movement) => movement.to === account && arriving(flow, movement, account).length > 0);
  if (!first) return;
  const namedFen = tracedOn(reckoning, account);
  const bank = world.account(account)?.bank ?? '';
  const made = { ...wanted, bank, orderedAt: clock.now(), namedFen, from: first.at, answeredAt: null, heldFen: 0, securedFen: 0 };
  if (desk.counted >= STOPS_MAX) {
    orders.push({ ...made, number: STOPS_MAX + 1, code: '1304' });
    plan(reckoning, habitsOf(reckoning, report).watches, 'officer', { do: 'watch', account });
    return;
  }
  desk.counted += 1;
  desk.open = { ...made, code: null };
  orders.push(desk.open);
  plan(reckoning, answersOf(reckoning, account), 'bank-answer', { do: 'answer', order: desk.open });
}

/** Traced money of all cases known on the account. */
export function tracedOn(reckoning: Reckoning, account: string): Fen {
  return measure(present(knownFlow(reckoning).axisOf(account)));
}

/** Money that came before the reported window: the detail is asked at once. */
function askEarlier(reckoning: Reckoning, account: string, first: Instant): void {
  const desk = deskOf(reckoning, account);
  const since = desk.askedFrom ?? desk.reportedFrom;
  if (desk.reportedFrom === undefined || since === undefined || first >= since) return;
  desk.askedFrom = first;
  plan(reckoning, answersOf(reckoning, account), 'bank-answer', { do: 'tell', account, from: first });
}

/** Filed, stopped, not covered: a freeze order follows, once for each time that it becomes so. */
export function planFreezes(reckoning: Reckoning): void {
  if (reckoning.filed.size === 0) return;
  const cases = knownCases(reckoning);
  for (const report of reckoning.filed) {
    for (const { account } of cases.find((one) => one.case === String(report))?.accounts ?? []) {
      const key = `${String(report)} ${account}`;
      if (reckoning.freezesPlanned.has(key) || uncovered(reckoning, { report, account }, cases) <= 0) continue;
      reckoning.freezesPlanned.add(key);
      plan(reckoning, habitsOf(reckoning, report).freezes, 'officer', { do: 'freeze', report, account });
    }
  }
}

/** Of the case on the account: under a stop, and neither frozen nor asked to be. */
export function uncovered(
  reckoning: Reckoning,
  of: { readonly report: number; readonly account: string },
  cases = knownCases(reckoning),
): Fen {
  const account = cases.find((one) => one.case === String(of.report))?.accounts.find((one) => one.account === of.account);
  const open = reckoning.freezesOpen.get(`${String(of.report)} ${of.account}`) ?? 0;
  return (account?.left.stopped ?? 0) - open;
}

function knownCases(reckoning: Reckoning): readonly TrueCase[] {
  const caseOfFreeze = (key: string): string | undefined => reckoning.freezeCases.get(key);
  return trueReading(knownHistory(reckoning), { cases: casesOf(reckoning), caseOfFreeze, at: reckoning.clock.now() });
}
