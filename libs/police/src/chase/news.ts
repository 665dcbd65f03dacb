import { type AccountRef, type Instant } from '@interlock/kernel';
import { type Reading, type TraceItem, addItem, newArrivals, readTrace } from '@interlock/tracing';
import { type CaseEntered } from '../case/case.events.ts';
import { type StopRefusedByBank } from '../stop-payment/stop-payment.events.ts';
import { type NewProposal, type News, type PoliceTracing } from './known-money.ts';

/** After everything that is known: arrivals do not depend on the hour at which they are looked at. */
export const END_OF_TIME: Instant = '9999-12-31T23:59:59.999Z';

interface Cause {
  readonly eventId: string;
  readonly entered?: CaseEntered;
  /** The account that a bank reported on. */
  readonly answered?: AccountRef;
}

/** Adds the items and notes what they change: money newly arrived (by a report or a recount), money that never did, windows that begin too late. */
export function learn(state: PoliceTracing, items: readonly TraceItem[], { eventId, entered, answered }: Cause): void {
  const touched = new Set(items.flatMap(accountsOf));
  if (answered !== undefined) touched.add(answered);
  const accounts = [...touched];
  const before = readTrace(state.trace, { at: END_OF_TIME, accounts });
  for (const item of items) addItem(state.trace, item);
  const after = readTrace(state.trace, { at: END_OF_TIME, accounts });
  const proposals = new Map<AccountRef, NewProposal>();
  for (const proposal of [...(entered ? levelOne(entered) : []), ...arrivals(state, before, after)])
    if (!proposals.has(proposal.accountRef)) proposals.set(proposal.accountRef, proposal);
  state.news = { eventId, proposals: [...proposals.values()], vanished: vanished(before, after), asks: earlierInflows(state, after) };
}

/** Entry: every account the case paid, in the order of the movements, but those it paid from. */
function levelOne({ caseId, payments }: CaseEntered): readonly NewProposal[] {
  const paidFrom = new Set(payments.map(({ from }) => from.accountRef));
  return [...payments]
    .sort((a, b) => compareText(a.paidAt, b.paidAt) || compareText(a.reference, b.reference))
    .filter(({ to }) => !paidFrom.has(to.accountRef))
    .map(({ to }) => ({ accountRef: to.accountRef, bank: to.bank, caseId, because: 'entry' }));
}

/** in the order of the movements; the case is that of the first lot carried. What came back to its own case's level 0 is no lot there. */
function arrivals(state: PoliceTracing, before: Reading, after: Reading): readonly NewProposal[] {
  return newArrivals(before, after).flatMap(({ to, arrived }) => {
    const first = arrived.find(({ caseId }) => state.cases.get(caseId)?.isDropped === false);
    const bank = to === undefined ? undefined : after.accounts.get(to)?.bank;
    return to !== undefined && bank !== undefined && first
      ? [{ accountRef: to, bank, caseId: first.caseId, because: 'movement' } as const]
      : [];
  });
}

function vanished(before: Reading, after: Reading): News['vanished'] {
  return [...before.accounts.values()].flatMap(({ account, bank, firstTracedInflowAt }) =>
    bank !== undefined && firstTracedInflowAt !== undefined && after.accounts.get(account)?.firstTracedInflowAt === undefined
      ? [{ accountRef: account, bank }]
      : [],
  );
}

/** in the order of the inflows; the window moves with the question, so that each is asked about once. */
function earlierInflows(state: PoliceTracing, after: Reading): News['asks'] {
  const byInflow = [...after.accounts.values()].sort((a, b) => compareText(a.firstTracedInflowAt ?? '', b.firstTracedInflowAt ?? ''));
  return byInflow.flatMap(({ account, bank, cases, firstTracedInflowAt: from }) => {
    const window = state.windows.get(account);
    const [caseId] = [...cases].find(([, { firstInflowAt }]) => firstInflowAt === from) ?? [];
    if (window === undefined || from === undefined || from >= window || bank === undefined || caseId === undefined) return [];
    state.windows.set(account, from);
    return [{ accountRef: account, bank, caseId, from }];
  });
}

/** a mismatch closes the order; the first other case that paid to the account and was not refused there comes next. */
export function nextVictim(state: PoliceTracing, { accountRef, bank, caseId, mismatch }: StopRefusedByBank): readonly NewProposal[] {
  if (!mismatch) return [];
  const refused = (state.mismatchedFor.get(accountRef) ?? new Set()).add(caseId);
  state.mismatchedFor.set(accountRef, refused);
  const next = state.payers.get(accountRef)?.find((payer) => !refused.has(payer) && state.cases.get(payer)?.isDropped === false);
  return next === undefined ? [] : [{ accountRef, bank, caseId: next, because: 'mismatch' }];
}

/** Whatever holds traced money around an account: for a fact that is processed long after it came. */
export function everythingAround(state: PoliceTracing, accountRef: AccountRef): readonly NewProposal[] {
  const { accounts } = readTrace(state.trace, { at: END_OF_TIME, accounts: [accountRef] });
  return [...accounts.values()].flatMap(({ account, bank, lots }) => {
    const first = lots.find(({ caseId }) => state.cases.get(caseId)?.isDropped === false);
    return first && bank !== undefined ? [{ accountRef: account, bank, caseId: first.caseId, because: 'movement' } as const] : [];
  });
}

function accountsOf(item: TraceItem): readonly AccountRef[] {
  if (item.type === 'payment') return [item.from.ref, item.to.ref];
  if (item.type === 'movement') return item.counterparty ? [item.account.ref, item.counterparty.ref] : [item.account.ref];
  return [];
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
