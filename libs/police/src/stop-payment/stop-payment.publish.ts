import {
  type AccountInQuestionV1,
  accountInQuestionV1,
  type AlarmRaisedV1,
  alarmRaisedV1,
  type DetailAskedV1,
  detailAskedV1,
  type ReleaseProposalWithdrawnV1,
  releaseProposalWithdrawnV1,
  type ReleaseProposedV1,
  releaseProposedV1,
  type StopLapsedV1,
  stopLapsedV1,
  type StopOrderedV1,
  stopOrderedV1,
  type StopProposalWithdrawnV1,
  stopProposalWithdrawnV1,
  type StopProposedV1,
  stopProposedV1,
  type StopRefusedByLawV1,
  stopRefusedByLawV1,
  type StopReleaseOrderedV1,
  stopReleaseOrderedV1,
  type WatchAskedV1,
  watchAskedV1,
  type WatchEndedV1,
  watchEndedV1,
} from '@interlock/contracts';
import { type Told, tell, unreachable } from '@interlock/kernel';
import { toldSigner } from '../officers.ts';
import { type ReleaseProposalWithdrawn, type ReleaseProposed, type StopOrdered, type StopPaymentEvent } from './stop-payment.events.ts';

/** The account's bank learns what it has to do, and no more of the case than the order states; the city learns how the chase goes. */
export function publishStopPayment(event: StopPaymentEvent): readonly Told[] {
  const { accountRef, bank } = event;
  switch (event.type) {
    case 'StopProposed': {
      const { proposalId, caseId, proposedAt } = event;
      return [
        apart(tell<AccountInQuestionV1>(bank, { type: accountInQuestionV1.type, proposalId, accountRef, askedAt: proposedAt })),
        tell<StopProposedV1>('city', { type: stopProposedV1.type, proposalId, caseId, accountRef, bank, proposedAt }),
      ];
    }
    case 'ProposalWithdrawn': {
      const { proposalId, caseId, withdrawnAt } = event;
      return [tell<StopProposalWithdrawnV1>('city', { type: stopProposalWithdrawnV1.type, proposalId, caseId, accountRef, withdrawnAt })];
    }
    case 'StopOrdered':
      return [tell(bank, orderFact(event)), tell('city', orderFact(event))];
    case 'StopRefused': {
      const { orderId, caseId, number, rule, code, refusedAt } = event;
      return [
        tell<StopRefusedByLawV1>('city', {
          type: stopRefusedByLawV1.type,
          orderId,
          caseId,
          accountRef,
          bank,
          number,
          rule,
          code,
          refusedAt,
        }),
      ];
    }
    case 'LapseCounted': {
      const { orderId, caseId, lapsedAt, uncoveredFen, missedBy } = event;
      const fact: StopLapsedV1 = { type: stopLapsedV1.type, orderId, caseId, accountRef, lapsedAt, uncoveredFen };
      const named = missedBy ? { missedBy: toldSigner(missedBy) } : {};
      return [tell(bank, fact), tell<StopLapsedV1>('city', { ...fact, ...named })];
    }
    case 'AlarmRaised': {
      const { orderId, caseId, atHours, raisedAt, lapsesAt } = event;
      const fact: AlarmRaisedV1 = { type: alarmRaisedV1.type, orderId, caseId, accountRef, atHours, raisedAt, lapsesAt };
      return [tell('city', fact), tell('office', fact)];
    }
    case 'ReleaseProposed':
    case 'ReleaseProposalWithdrawn':
      return [tell('city', releaseFact(event))];
    case 'ReleaseOrdered': {
      const { orderId, caseId, orderedAt } = event;
      return [tell<StopReleaseOrderedV1>(bank, { type: stopReleaseOrderedV1.type, orderId, caseId, accountRef, orderedAt })];
    }
    case 'DetailAsked': {
      const { askId, from, askedAt } = event;
      return [apart(tell<DetailAskedV1>(bank, { type: detailAskedV1.type, askId, accountRef, from, askedAt }))];
    }
    case 'WatchAsked':
      return [apart(tell<WatchAskedV1>(bank, { type: watchAskedV1.type, watchId: event.watchId, accountRef, from: event.from }))];
    case 'WatchEnded':
      return [apart(tell<WatchEndedV1>(bank, { type: watchEndedV1.type, watchId: event.watchId, accountRef, endedAt: event.endedAt }))];
    case 'StopApplied':
    case 'StopRefusedByBank':
    case 'StopContinued':
    case 'StopLapsed':
    case 'StopReleased':
    case 'ReleaseRefused':
      return []; // The bank knows, and told the city itself; a lapse is told with its sum.
    default:
      return unreachable(event);
  }
}

/** The bank learns of the account, not of the case: a trace that two of its accounts share would tell it. */
function apart(told: Told): Told {
  return { ...told, apart: true };
}

function orderFact(event: StopOrdered): StopOrderedV1 {
  const { orderId, applicationId, caseId, caseNo, accountRef, bank, number, stated, namedFen, firstInflowAt, orderedAt, urgency } = event;
  const order = { orderId, applicationId, caseId, caseNo, accountRef, bank, number, stated, namedFen, firstInflowAt, orderedAt, urgency };
  const { corrects, continues, paidFrom, officers } = event;
  return {
    type: stopOrderedV1.type,
    ...order,
    signers: [toldSigner(officers.first), toldSigner(officers.second)],
    ...(paidFrom === undefined ? {} : { paidFrom }),
    ...(corrects === undefined ? {} : { corrects }),
    ...(continues === undefined ? {} : { continues }),
  };
}

function releaseFact(event: ReleaseProposed | ReleaseProposalWithdrawn): ReleaseProposedV1 | ReleaseProposalWithdrawnV1 {
  const { proposalId, orderId, caseId, accountRef, bank } = event;
  const of = { proposalId, orderId, caseId, accountRef };
  if (event.type === 'ReleaseProposed') return { type: releaseProposedV1.type, ...of, bank, proposedAt: event.proposedAt };
  return { type: releaseProposalWithdrawnV1.type, ...of, why: event.why, withdrawnAt: event.withdrawnAt };
}
