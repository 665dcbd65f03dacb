import { type MovementsReportedV1, type StopAppliedV1 } from '@interlock/contracts';
import { type AccountRef, type Reaction, idOf, policy, to } from '@interlock/kernel';
import { readTrace } from '@interlock/tracing';
import { type CaseEntered } from '../case/case.events.ts';
import {
  type ProposalWithdrawn,
  type StopApplied,
  type StopLapsed,
  type StopRefusedByBank,
  type StopReleased,
} from '../stop-payment/stop-payment.events.ts';
import { stopPaymentStream } from '../stop-payment/stop-payment.stream.ts';
import { type NewProposal, type News, type PoliceTracing } from './known-money.ts';
import { END_OF_TIME, everythingAround } from './news.ts';
import { policeTracing } from './police-tracing.ts';

type Known = CaseEntered | StopAppliedV1 | MovementsReportedV1;
type OfStop = ProposalWithdrawn | StopApplied | StopRefusedByBank | StopReleased | StopLapsed;

/**
 * Whenever what is known of the money changes: proposals where traced money arrived or the next victim can be stopped for, off where it
 * never was, or the release of the stop there; details where it came earlier than reported; the sum of a lapse. One policy, so that all of it happens in the order of the log.
 */
export const chaseWhenKnownMoneyMoves = policy<Known | OfStop, PoliceTracing>({
  name: 'police_chase_when_known_money_moves',
  on: [
    'CaseEntered',
    'bank.stop-applied.v1',
    'bank.movements-reported.v1',
    'ProposalWithdrawn',
    'StopApplied',
    'StopRefusedByBank',
    'StopReleased',
    'StopLapsed',
  ],
  memory: policeTracing,
  keys: (event) => ('accountRef' in event ? [event.accountRef] : [event.caseId]),
  react(event, recorded, state) {
    if (event.type === 'StopLapsed') return [countLapse(event, state)];
    // A recount came before the bank's answer was recorded here: then nothing stood that could be released.
    if (event.type === 'StopApplied') return wasReached(state, event.accountRef) ? [] : [proposeRelease(event, recorded.id)];
    if (state.news?.eventId === recorded.id) return reactionsTo(state.news);
    // A fact of long ago that was parked: the money has gone on since.
    return 'movements' in event ? everythingAround(state, event.accountRef).map((proposal) => propose(proposal, recorded.id)) : [];
  },
});

function wasReached({ trace }: PoliceTracing, accountRef: AccountRef): boolean {
  const { accounts } = readTrace(trace, { at: END_OF_TIME, accounts: [accountRef] });
  return accounts.get(accountRef)?.firstTracedInflowAt !== undefined;
}

function reactionsTo({ eventId, proposals, vanished, asks }: News): readonly Reaction[] {
  return [
    ...vanished.flatMap(({ accountRef, bank }) => [
      to(stopPaymentStream, accountRef, { type: 'WithdrawProposal', accountRef, bank, why: 'nothing-traced' }, { purpose: 'withdraw' }),
      proposeRelease({ accountRef, bank }, eventId),
    ]),
    ...proposals.map((proposal) => propose(proposal, eventId)),
    ...asks.map(({ accountRef, bank, caseId, from }) => {
      const askId = idOf('detail', eventId, accountRef);
      const ask = { type: 'AskDetail', askId, caseId, accountRef, bank, from, because: 'earlier-inflow' } as const;
      return to(stopPaymentStream, accountRef, ask, { purpose: 'ask' });
    }),
  ];
}

/** the stream knows whether a stop stands there. */
function proposeRelease({ accountRef, bank }: Pick<StopApplied, 'accountRef' | 'bank'>, eventId: string): Reaction {
  const proposalId = idOf('release-proposal', eventId, accountRef);
  return to(stopPaymentStream, accountRef, { type: 'ProposeRelease', proposalId, accountRef, bank }, { purpose: 'propose-release' });
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
