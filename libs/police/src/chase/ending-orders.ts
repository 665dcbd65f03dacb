import { type StopRefusedV1, type StopReleasedV1 } from '@interlock/contracts';
import { ANSWER, isAnswerCode, mayOrderAnew } from '@interlock/rulebook';
import { readTrace } from '@interlock/tracing';
import { type ProposalWithdrawn, type StopRefusedByBank } from '../stop-payment/stop-payment.events.ts';
import { type NewProposal, type PoliceTracing } from './known-money.ts';
import { END_OF_TIME } from './news.ts';

/** The bank's refusal or release was heard: until it is recorded, its order or stop only seems to stand. A repeated answer ends nothing. */
export function hearEnd(state: PoliceTracing, fact: StopRefusedV1 | StopReleasedV1): void {
  const order = state.orders.get(fact.orderId);
  const ends =
    fact.type === 'bank.stop-refused.v1' ? order?.state === 'awaiting' : order?.state === 'applied' && fact.code === ANSWER.success;
  if (ends && !state.ending.has(fact.orderId)) state.ending.set(fact.orderId, { accountRef: fact.accountRef });
}

/** A proposal for an account whose order is about to end is kept: the stream may not have heard of the end. */
export function keepForTheEnd(state: PoliceTracing, proposals: readonly NewProposal[]): void {
  for (const ending of state.ending.values()) {
    const proposal = proposals.find(({ accountRef }) => accountRef === ending.accountRef);
    if (proposal) ending.proposal ??= proposal;
  }
}

/** An officer's confirmation met an order that only seemed to stand, and the proposal was off. */
export function keepWithdrawn(state: PoliceTracing, { accountRef, bank, caseId, why }: ProposalWithdrawn): void {
  if (why === 'already-ordered' || why === 'already-stopped') keepForTheEnd(state, [{ accountRef, bank, caseId, because: 'movement' }]);
}

/** nothing was traced when it was decided to close the proposal; what arrived until it was closed is proposed anew. */
export function arrivedMeanwhile({ cases, trace }: PoliceTracing, { accountRef, bank, why }: ProposalWithdrawn): readonly NewProposal[] {
  if (why !== 'nothing-traced') return [];
  const account = readTrace(trace, { at: END_OF_TIME, accounts: [accountRef] }).accounts.get(accountRef);
  const arrived = [...(account?.cases ?? [])].filter(
    ([caseId, { firstInflowAt }]) => firstInflowAt && cases.get(caseId)?.isDropped === false,
  );
  const [first] = arrived.sort(([, a], [, b]) => ((a.firstInflowAt ?? '') < (b.firstInflowAt ?? '') ? -1 : 1));
  return first ? [{ accountRef, bank, caseId: first[0], because: 'movement' }] : [];
}

/** What was kept for the end of this order, if the money is there still. */
export function takeKept(state: PoliceTracing, orderId: string): readonly NewProposal[] {
  const { proposal } = state.ending.get(orderId) ?? {};
  state.ending.delete(orderId);
  return proposal && isWorthAStop(state, proposal) ? [proposal] : [];
}

/** a bank that could not carry the order out says nothing against the stop: an officer is asked again. */
export function proposedAnew(state: PoliceTracing, event: StopRefusedByBank): readonly NewProposal[] {
  const { accountRef, bank, caseId, code } = event;
  const proposal = { accountRef, bank, caseId, because: 'not-carried-out' } as const;
  return isAnswerCode(code) && mayOrderAnew(code) && isWorthAStop(state, proposal) ? [proposal] : [];
}

/** Its case is alive, and traced money lies there still. */
function isWorthAStop({ cases, trace }: PoliceTracing, { accountRef, caseId }: NewProposal): boolean {
  if (cases.get(caseId)?.isDropped !== false) return false;
  const account = readTrace(trace, { at: END_OF_TIME, accounts: [accountRef] }).accounts.get(accountRef);
  return account !== undefined && account.tracedFen > 0;
}
