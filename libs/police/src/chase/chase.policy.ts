import { type MovementsReportedV1, type StopAppliedV1 } from '@interlock/contracts';
import { type Reaction, idOf, policy, to } from '@interlock/kernel';
import { readTrace } from '@interlock/tracing';
import { type CaseEntered } from '../case/case.events.ts';
import { type StopLapsed, type StopRefusedByBank } from '../stop-payment/stop-payment.events.ts';
import { stopPaymentStream } from '../stop-payment/stop-payment.stream.ts';
import { type NewProposal, type News, type PoliceTracing } from './known-money.ts';
import { everythingAround } from './news.ts';
import { policeTracing } from './police-tracing.ts';

type Known = CaseEntered | StopAppliedV1 | MovementsReportedV1;

/**
 * Whenever what is known of the money changes: proposals where traced money arrived or the next victim can be stopped for, off where it
 * never was; details where it came earlier than reported; the sum of a lapse. One policy, so that all of it happens in the order of the log.
 */
export const chaseWhenKnownMoneyMoves = policy<Known | StopRefusedByBank | StopLapsed, PoliceTracing>({
  name: 'police_chase_when_known_money_moves',
  on: ['CaseEntered', 'bank.stop-applied.v1', 'bank.movements-reported.v1', 'StopRefusedByBank', 'StopLapsed'],
  memory: policeTracing,
  keys: (event) => ('accountRef' in event ? [event.accountRef] : [event.caseId]),
  react(event, recorded, state) {
    if (event.type === 'StopLapsed') return [countLapse(event, state)];
    if (state.news?.eventId === recorded.id) return reactionsTo(state.news);
    // A fact of long ago that was parked: the money has gone on since.
    return 'movements' in event ? everythingAround(state, event.accountRef).map((proposal) => propose(proposal, recorded.id)) : [];
  },
});

function reactionsTo({ eventId, proposals, vanished, asks }: News): readonly Reaction[] {
  return [
    ...vanished.map(({ accountRef, bank }) =>
      to(stopPaymentStream, accountRef, { type: 'WithdrawProposal', accountRef, bank, why: 'nothing-traced' }, { purpose: 'withdraw' }),
    ),
    ...proposals.map((proposal) => propose(proposal, eventId)),
    ...asks.map(({ accountRef, bank, caseId, from }) => {
      const askId = idOf('detail', eventId, accountRef);
      const ask = { type: 'AskDetail', askId, caseId, accountRef, bank, from, because: 'earlier-inflow' } as const;
      return to(stopPaymentStream, accountRef, ask, { purpose: 'ask' });
    }),
  ];
}

/** The stream knows whether a proposal, an order or a stop stands there already: that is an ordinary answer. */
function propose({ accountRef, bank, caseId, because }: NewProposal, eventId: string): Reaction {
  const proposalId = idOf('proposal', eventId, accountRef);
  return to(
    stopPaymentStream,
    accountRef,
    { type: 'ProposeStop', proposalId, caseId, accountRef, bank, because },
    { purpose: 'propose', settles: ['AlreadyProposed', 'AlreadyOrdered', 'AlreadyStopped'] },
  );
}

/** traced money of all cases on the account that no freeze in force covers when the stop is over. */
function countLapse({ orderId, accountRef, bank, lapsedAt }: StopLapsed, { trace }: PoliceTracing): Reaction {
  const account = readTrace(trace, { at: lapsedAt, accounts: [accountRef] }).accounts.get(accountRef);
  const uncoveredFen = [...(account?.cases.values() ?? [])].reduce((sum, { onAccountFen, frozenFen }) => sum + onAccountFen - frozenFen, 0);
  return to(stopPaymentStream, accountRef, { type: 'CountLapse', orderId, accountRef, bank, uncoveredFen }, { purpose: 'count' });
}
