import { movementsReportedV1, ownHoldAppliedV1, ownHoldLiftedV1, stopAppliedV1, stopRefusedV1, stopReleasedV1 } from '@interlock/contracts';
import { type AccountRef, type Instant, type Memory, type Message, type Recorded, type Sealed } from '@interlock/kernel';
import { type Part, type TraceItem, addItem, emptyTrace, itemsOfBankFact } from '@interlock/tracing';
import { type CaseEvent } from '../case/case.events.ts';
import { type FreezeEvent } from '../freeze/freeze.events.ts';
import { type StopPaymentEvent } from '../stop-payment/stop-payment.events.ts';
import { arrivedMeanwhile, hearEnd, keepForTheEnd, keepWithdrawn, proposedAnew, takeKept } from './ending-orders.ts';
import { type NewProposal, type PoliceTracing } from './known-money.ts';
import { learn, nextVictim } from './news.ts';

type OwnEvent = CaseEvent | StopPaymentEvent | FreezeEvent;

const OWN = [
  'CaseEntered',
  'CaseFiled',
  'FilingRefused',
  'CaseWithdrawn',
  'CaseTransferred',
  'CaseClosed',
  'ProposalWithdrawn',
  'StopOrdered',
  'StopApplied',
  'StopReleased',
  'StopRefusedByBank',
  'DetailAsked',
  'FreezeOrdered',
  'FreezeApplied',
  'FreezeRenewed',
  'FreezeLapsed',
  'FreezeLifted',
] as const;
type Folded = Extract<OwnEvent, { readonly type: (typeof OWN)[number] }>;

export const policeTracing: Memory<PoliceTracing> = {
  name: 'police_tracing',
  initial: () => ({
    trace: emptyTrace(),
    cases: new Map(),
    accounts: new Map(),
    bookings: new Map(),
    payers: new Map(),
    mismatchedFor: new Map(),
    orders: new Map(),
    ending: new Map(),
    windows: new Map(),
    pendingFreezes: new Map(),
  }),
  on: [
    ...OWN,
    stopAppliedV1.type,
    movementsReportedV1.type,
    ownHoldAppliedV1.type,
    ownHoldLiftedV1.type,
    stopRefusedV1.type,
    stopReleasedV1.type,
  ],
  evolve(state, event, recorded) {
    delete state.news;
    if (recorded.stream.startsWith('received-')) hear(state, event, recorded);
    else if (isOwn(event)) fold(state, event, recorded);
    keepForTheEnd(state, newsOf(state)?.proposals ?? []);
    return state;
  },
};

/** Set anew by whatever was folded. */
function newsOf({ news }: PoliceTracing): PoliceTracing['news'] {
  return news;
}

/** Our own streams write these types only. */
function isOwn(event: Message): event is Folded {
  const known: readonly string[] = OWN;
  return known.includes(event.type);
}

function fold(state: PoliceTracing, event: Folded, recorded: Recorded): void {
  switch (event.type) {
    case 'CaseEntered':
      return enter(state, event, recorded);
    case 'CaseFiled': {
      const filed = state.cases.get(event.caseId);
      if (filed) filed.filingId = event.filingId;
      return;
    }
    case 'FilingRefused':
    case 'CaseWithdrawn':
    case 'CaseTransferred':
    case 'CaseClosed': {
      const ended = state.cases.get(event.caseId);
      if (!ended) return;
      delete ended.filingId;
      // money of a transferred case is chased on; there is none to chase of a case that was none.
      ended.isDropped = event.type === 'FilingRefused' || event.type === 'CaseWithdrawn';
      return;
    }
    case 'StopOrdered':
      state.orders.set(event.orderId, { firstInflowAt: event.firstInflowAt, state: 'awaiting' });
      return;
    case 'ProposalWithdrawn':
      keepWithdrawn(state, event);
      return announce(state, recorded.id, arrivedMeanwhile(state, event));
    case 'StopApplied': {
      const { orderId: id, accountRef: account, startsAt: from, lapsesAt: until } = event;
      addItem(state.trace, { type: 'stop', id, account, from, until });
      become(state, id, 'applied');
      return;
    }
    case 'StopReleased':
      addItem(state.trace, { type: 'stop-end', id: event.orderId, stopId: event.orderId, at: event.releasedAt });
      become(state, event.orderId, 'over');
      return announce(state, recorded.id, takeKept(state, event.orderId));
    case 'StopRefusedByBank': {
      become(state, event.orderId, 'over');
      const kept = takeKept(state, event.orderId);
      return announce(state, recorded.id, [...nextVictim(state, event), ...kept, ...proposedAnew(state, event)]);
    }
    case 'DetailAsked':
      return narrow(state, event.accountRef, event.from, 'answered only');
    case 'FreezeOrdered':
    case 'FreezeApplied':
    case 'FreezeRenewed':
    case 'FreezeLapsed':
    case 'FreezeLifted':
      return freeze(state, event);
  }
}

function become(state: PoliceTracing, orderId: string, now: 'applied' | 'over'): void {
  const order = state.orders.get(orderId);
  if (order) order.state = now;
}

/** All of one account: the first of them. */
function announce(state: PoliceTracing, eventId: string, [first]: readonly NewProposal[]): void {
  state.news = { eventId, proposals: first ? [first] : [], vanished: [], asks: [] };
}

function enter(state: PoliceTracing, event: Extract<Folded, { type: 'CaseEntered' }>, recorded: Recorded): void {
  const { caseId, caseNo, payments, enteredAt } = event;
  state.cases.set(caseId, { caseNo, payments, isDropped: false });
  const items: TraceItem[] = [];
  const paidFrom = new Set(payments.map(({ from }) => from.accountRef));
  for (const { reference, from, to, amountFen, paidAt: at } of payments) {
    for (const { accountRef, number, holder } of [from, to]) name(state, accountRef, { number, holder });
    state.bookings.set(reference, { amountFen, at });
    const payers = state.payers.get(to.accountRef) ?? [];
    // An account that the case paid from is never stopped in that case.
    if (!payers.includes(caseId) && !paidFrom.has(to.accountRef)) payers.push(caseId);
    state.payers.set(to.accountRef, payers);
    const parties = { from: { ref: from.accountRef, bank: from.bank }, to: { ref: to.accountRef, bank: to.bank } };
    items.push({ type: 'payment', id: `${caseId}/${reference}`, caseId, reference, ...parties, amountFen, at, enteredAt });
  }
  learn(state, items, { eventId: recorded.id, entered: event });
}

/** Facts of banks, read by their contracts; a bank speaks of its own accounts only. What does not fit is parked by the policy. */
function hear(state: PoliceTracing, event: Message, { id: eventId, meta }: Recorded): void {
  for (const contract of [stopAppliedV1, movementsReportedV1, ownHoldAppliedV1, ownHoldLiftedV1, stopRefusedV1, stopReleasedV1]) {
    if (contract.type !== event.type) continue;
    const read = contract.read(event);
    if (!read.ok || (meta.source !== undefined && meta.source.node !== read.fact.bank)) return;
    const { fact } = read;
    if (fact.type === 'bank.stop-refused.v1' || fact.type === 'bank.stop-released.v1') return hearEnd(state, fact);
    // A stop counts when our own stream has taken the answer.
    const items = itemsOfBankFact(fact).filter(({ type }) => type !== 'stop');
    if (!('movements' in fact)) return items.forEach((item) => addItem(state.trace, item));
    const order = fact.type === 'bank.stop-applied.v1' ? state.orders.get(fact.orderId) : undefined;
    if (order) narrow(state, fact.accountRef, order.firstInflowAt);
    for (const { reference, amountFen, at, counterparty } of fact.movements) {
      state.bookings.set(reference, { amountFen, at });
      if (counterparty) name(state, counterparty.accountRef, counterparty);
    }
    return learn(state, items, { eventId, answered: fact.accountRef });
  }
}

function freeze(state: PoliceTracing, event: Extract<Folded, { readonly freezeId: string }>): void {
  const { freezeId: id, caseId, accountRef: account } = event;
  const pending = state.pendingFreezes.get(account) ?? new Map<string, Part>();
  state.pendingFreezes.set(account, pending);
  if (event.type === 'FreezeOrdered') pending.set(id, { caseId, fen: event.sumFen });
  else if (event.type !== 'FreezeRenewed') pending.delete(id);
  if (event.type === 'FreezeApplied') {
    const { frozenFen: sumFen, startsAt: from, until } = event;
    addItem(state.trace, { type: 'freeze', id, caseId, account, sumFen, from, until });
  }
  if (event.type === 'FreezeRenewed')
    addItem(state.trace, { type: 'freeze-renewal', id: `${id}/${event.until}`, freezeId: id, until: event.until });
  if (event.type === 'FreezeLifted') addItem(state.trace, { type: 'freeze-end', id, freezeId: id, at: event.liftedAt });
}

/** The first name known of an account stays: all of them are its bank's. */
function name(state: PoliceTracing, account: AccountRef, { number, holder }: { readonly number: Sealed; readonly holder: Sealed }): void {
  if (!state.accounts.has(account)) state.accounts.set(account, { number, holder });
}

function narrow(state: PoliceTracing, account: AccountRef, from: Instant, which?: 'answered only'): void {
  const known = state.windows.get(account);
  if (known === undefined && which === 'answered only') return;
  if (known === undefined || from < known) state.windows.set(account, from);
}
