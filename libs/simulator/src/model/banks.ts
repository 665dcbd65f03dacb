import { type Instant, type StatedAccount } from '@interlock/kernel';
import { freezeEndsAt, inForce, STOP_LAPSE_HOURS, stopLapsesAt } from '@interlock/rulebook';
import { type MovementStep, type PayStep, type RenewFreezeStep } from '../file/scenario.ts';
import { type Act, answersOf, deskOf, type ExpectedOrder, habitsOf, later, plan, type Reckoning, stopEnd } from './desk.ts';
import { learn, propose, recount, tracedOn } from './police.ts';

const CASH = { atm: 'cash-atm', pos: 'pos', abroad: 'abroad', 'virtual-currency': 'virtual-currency' } as const;

export function execute(reckoning: Reckoning, step: MovementStep): void {
  const movement = step.verb === 'pay' ? `payment-${String(step.payment)}` : `step-${String(step.index)}`;
  const way = step.verb === 'cashOut' ? { how: CASH[step.how] } : { to: step.to };
  const result = reckoning.world.move({ movement, from: step.from, amount: step.amount, ...way });
  if (result.done !== 'moved') return;
  for (const account of step.verb === 'cashOut' ? [step.from] : [step.from, step.to]) {
    if (deskOf(reckoning, account).watched)
      plan(reckoning, answersOf(reckoning, account), 'bank-answer', { do: 'tell-movement', movement });
  }
}

export async function answer(reckoning: Reckoning, order: ExpectedOrder): Promise<void> {
  const { world, clock } = reckoning;
  const { account, report } = order;
  const desk = deskOf(reckoning, account);
  const accountRef = refOf(account);
  const lapseHours = inForce(STOP_LAPSE_HOURS, clock.now());
  const request = { accountRef, stated: statedOf(reckoning, order), namedFen: order.namedFen, from: order.from, lapseHours };
  const key = `order-${String(reckoning.orders.indexOf(order))}`;
  const said = await world
    .bank(order.bank)
    .stop({ key, ...request, ...(order.continues === undefined ? {} : { continues: order.continues }) });
  order.answeredAt = clock.now();
  order.code = said.code;
  order.heldFen = said.heldFen;
  delete desk.open;
  if (said.code !== '0000' && said.code !== '1200') {
    desk.counted -= 1;
    if (said.code !== '1800') closeMismatch(reckoning, order);
    return;
  }
  desk.reportedFrom = earlier(desk.reportedFrom, order.from);
  tell(reckoning, account, order.from);
  order.securedFen = tracedOn(reckoning, account);
  const until = stopLapsesAt(order.continues ?? clock.now());
  const { renews } = habitsOf(reckoning, report);
  if (order.continues === undefined && order.number === 1 && renews !== 'never') {
    const at = later(until, -renews);
    reckoning.agenda.add({ at: at > clock.now() ? at : clock.now(), phase: 'officer', act: { do: 'renew', account, report, until } });
  }
  if (habitsOf(reckoning, report).watches !== 'never')
    reckoning.agenda.add({ at: until, phase: 'officer', act: { do: 'lapse', account, report } });
}

/** closed; the next case that also paid there is proposed, and the order comes again, corrected. */
function closeMismatch(reckoning: Reckoning, order: ExpectedOrder): void {
  const { account, report } = order;
  const desk = deskOf(reckoning, account);
  desk.refusedFor.add(report);
  const other = reckoning.entered.find((entered) => !desk.refusedFor.has(entered) && paymentTo(reckoning, entered, account));
  if (other !== undefined) propose(reckoning, account, other);
  plan(reckoning, habitsOf(reckoning, report).corrects, 'officer', { do: 'correct', order });
}

export function lapse(reckoning: Reckoning, account: string, report: number): void {
  if (stopEnd(reckoning, account) !== undefined) return;
  plan(reckoning, habitsOf(reckoning, report).watches, 'officer', { do: 'watch', account });
}

/** The bank reports everything in and out of the account from a moment up to now. */
export function tell(reckoning: Reckoning, account: string, from: Instant): void {
  const desk = deskOf(reckoning, account);
  desk.reportedFrom = earlier(desk.reportedFrom, from);
  const movements = reckoning.world.history().movements.filter((one) => (one.from === account || one.to === account) && one.at >= from);
  learn(
    reckoning,
    movements.map(({ movement }) => movement),
  );
}

export async function answerFreeze(
  reckoning: Reckoning,
  { report, account, sumFen, months }: Extract<Act, { do: 'answer-freeze' }>,
): Promise<void> {
  const open = `${String(report)} ${account}`;
  const key = `freeze-${String(reckoning.freezeCases.size)}`;
  reckoning.freezeCases.set(key, String(report));
  await reckoning.world.bank(reckoning.world.account(account)?.bank ?? '').freeze({ key, accountRef: refOf(account), sumFen, months });
  reckoning.freezesOpen.set(open, (reckoning.freezesOpen.get(open) ?? 0) - sumFen);
  recount(reckoning);
}

/** the case's freezes that stand there run on from their end. */
export async function renewFreezes({ world, clock, freezeCases }: Reckoning, { report, account, period }: RenewFreezeStep): Promise<void> {
  const now = clock.now();
  for (const { key, until, endedAt } of world
    .history()
    .freezes.filter((one) => one.account === account && freezeCases.get(one.key) === String(report))) {
    if (now >= until || endedAt !== undefined) continue;
    const renewed = { freezeKey: key, accountRef: refOf(account), until: freezeEndsAt(until, period ?? 'ordinary') };
    await world.bank(world.account(account)?.bank ?? '').extendFreeze({ key: `${key} after ${until}`, ...renewed });
  }
}

/** Accounts are found by key in a reckoning: nothing is sealed here. */
export function refOf(account: string): `a1.${string}` {
  return `a1.${account}`;
}

function earlier(a: Instant | undefined, b: Instant): Instant {
  return a !== undefined && a < b ? a : b;
}

/** What the order says of the account: what the reporter said of an account paid, else what a bank reported, which matches. */
function statedOf(reckoning: Reckoning, order: ExpectedOrder): StatedAccount {
  const { world, reports } = reckoning;
  const { account, report, corrected } = order;
  const books = world.account(account);
  const payment = paymentTo(reckoning, report, account);
  const wrong = corrected || !payment ? undefined : reports.get(report)?.says.get(account);
  const credit = world
    .history()
    .movements.find(
      (one) => one.to === account && (payment ? one.movement === `payment-${String(payment.payment)}` : reckoning.known.has(one.movement)),
    );
  return {
    number: wrong?.number ?? books?.number ?? '',
    holder: wrong?.holder ?? books?.holder ?? '',
    amountFen: wrong?.amountFen ?? credit?.amountFen ?? 0,
    paidAt: wrong?.paidAt ?? credit?.at ?? order.orderedAt,
  };
}

/** The first executed payment of the report to the account, by time. */
function paymentTo({ scenario, reports, world }: Reckoning, report: number, account: string): PayStep | undefined {
  const reported = new Set(reports.get(report)?.payments);
  const paid = scenario.steps.filter((step): step is PayStep => step.verb === 'pay' && step.to === account && reported.has(step.payment));
  const first = world.history().movements.find(({ movement }) => paid.some(({ payment }) => movement === `payment-${String(payment)}`));
  return paid.find(({ payment }) => first?.movement === `payment-${String(payment)}`);
}
