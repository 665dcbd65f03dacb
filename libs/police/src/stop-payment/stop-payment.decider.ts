import { type Answer, type Decider, type Instant, accept, isAfter, isBefore, refuse, reject, unreachable } from '@interlock/kernel';
import { ANSWER } from '@interlock/rulebook';
import { type AccountStops, evolveStops, NO_STOPS, type ReleaseProposalOpen } from './account-stops.ts';
import { correctStop, orderStop, renewStop } from './order-rules.ts';
import { recordApplied, recordRefused, recordReleased, raiseAlarm } from './answer-rules.ts';
import { type ProposeRelease, type StopPaymentCommand, type StopPaymentRejection, type WithdrawProposal } from './stop-payment.commands.ts';
import { type ReleaseProposalWithdrawn, type StopContinued, type StopLapsed, type StopPaymentEvent } from './stop-payment.events.ts';

/** The rules of one account's stops, over all cases. */
export const stopPaymentDecider: Decider<StopPaymentCommand, AccountStops, StopPaymentEvent, StopPaymentRejection> = {
  initial: NO_STOPS,
  decide(command, state) {
    // the timer only records; what is over by now is told before anything else is decided.
    const over = overBy(command, state);
    const answer = decide(command, over.reduce(evolveStops, state));
    if (answer.ok) return accept(...over, ...answer.events);
    return answer.events ? refuse(answer.rejection, ...over, ...answer.events) : answer;
  },
  evolve: evolveStops,
};

type StopAnswer = Answer<StopPaymentEvent, StopPaymentRejection>;

/** Stops that are due, with the due instant; R-117: one that is continued does not lapse. */
function overBy({ at, accountRef, bank }: StopPaymentCommand, { standing }: AccountStops): readonly (StopLapsed | StopContinued)[] {
  return standing
    .filter(({ lapsesAt }) => !isBefore(at, lapsesAt))
    .map(({ orderId, caseId, lapsesAt }) => {
      const next = standing.find(({ startsAt }) => startsAt === lapsesAt);
      const stop = { orderId, caseId, accountRef, bank };
      return next
        ? { type: 'StopContinued', ...stop, byOrderId: next.orderId, continuedAt: lapsesAt }
        : { type: 'StopLapsed', ...stop, lapsedAt: lapsesAt };
    });
}

function decide(command: StopPaymentCommand, state: AccountStops): StopAnswer {
  switch (command.type) {
    case 'ProposeStop':
      return proposeStop(command, state);
    case 'WithdrawProposal':
      return withdrawProposal(command, state);
    case 'OrderStop':
      return orderStop(command, state);
    case 'CorrectStop':
      return correctStop(command, state);
    case 'RenewStop':
      return renewStop(command, state);
    case 'RecordApplied':
      return recordApplied(command, state);
    case 'RecordRefusedByBank':
      return recordRefused(command, state);
    case 'LapseStop': {
      const early = state.standing.find(({ orderId }) => orderId === command.orderId);
      return early ? reject({ type: 'NotDueYet', dueAt: early.lapsesAt }) : accept();
    }
    case 'CountLapse': {
      const { orderId, accountRef, bank, uncoveredFen } = command;
      const lapsed = state.uncounted.find((stop) => stop.orderId === orderId);
      if (!lapsed) return accept();
      const { caseId, lapsedAt, officer } = lapsed;
      const missedBy = uncoveredFen > 0 && officer ? { missedBy: officer } : {}; // a miss has a name
      return accept({ type: 'LapseCounted', orderId, caseId, accountRef, bank, lapsedAt, uncoveredFen, ...missedBy });
    }
    case 'RaiseAlarm':
      return raiseAlarm(command, state);
    case 'ProposeRelease':
      return proposeRelease(command, state);
    case 'ReleaseStop':
      return releaseStop(command, state);
    case 'RecordReleased':
      return recordReleased(command, state);
    case 'AskDetail':
      return askDetail(command, state);
    case 'WatchAccount': {
      const { watchId, caseId, accountRef, bank, at: from } = command;
      return state.watch
        ? reject({ type: 'AlreadyWatched', watchId: state.watch.watchId })
        : accept({ type: 'WatchAsked', watchId, caseId, accountRef, bank, from });
    }
    case 'EndWatch': {
      const { watchId, accountRef, bank, at: endedAt } = command;
      return state.watch?.watchId === watchId
        ? accept({ type: 'WatchEnded', watchId, accountRef, bank, endedAt })
        : reject({ type: 'NoSuchWatch' });
    }
    default:
      return unreachable(command);
  }
}

/** One open proposal or order per account, whichever case; none while a stop is in force. */
function proposeStop(command: Extract<StopPaymentCommand, { type: 'ProposeStop' }>, state: AccountStops): StopAnswer {
  const [stop] = state.standing;
  if (stop) {
    const stands = { type: 'AlreadyStopped', orderId: stop.orderId, lapsesAt: stop.lapsesAt } as const;
    return state.releaseProposal && command.because !== 'officer'
      ? refuse(stands, withdrawnRelease(command, state.releaseProposal, 'traced-again'))
      : reject(stands);
  }
  if (state.order) return reject({ type: 'AlreadyOrdered', orderId: state.order.orderId });
  if (state.proposal) return reject({ type: 'AlreadyProposed', proposalId: state.proposal.proposalId });
  const { at: proposedAt, ...proposal } = command;
  return accept({ ...proposal, type: 'StopProposed', proposedAt });
}

function withdrawProposal(command: WithdrawProposal, { proposal, releaseProposal }: AccountStops): StopAnswer {
  const { at: withdrawnAt, why, accountRef, proposalId } = command;
  if (proposal && (proposalId ?? proposal.proposalId) === proposal.proposalId)
    return accept({ type: 'ProposalWithdrawn', ...proposal, accountRef, why, withdrawnAt });
  if (proposalId === undefined) return accept();
  if (releaseProposal?.proposalId !== proposalId) return reject({ type: 'NoSuchProposal' });
  return accept(withdrawnRelease(command, releaseProposal, 'declined'));
}

function withdrawnRelease(
  { accountRef, bank, at: withdrawnAt }: Pick<StopPaymentCommand, 'accountRef' | 'bank' | 'at'>,
  open: ReleaseProposalOpen,
  why: ReleaseProposalWithdrawn['why'],
): ReleaseProposalWithdrawn {
  return { type: 'ReleaseProposalWithdrawn', ...open, accountRef, bank, why, withdrawnAt };
}

/** at most one, of a stop that stands and is not being released. */
function proposeRelease({ proposalId, accountRef, bank, at: proposedAt }: ProposeRelease, state: AccountStops): StopAnswer {
  const [stop] = state.standing;
  if (!stop || state.releaseProposal || state.releasing) return accept();
  const { orderId, caseId } = stop;
  return accept({ type: 'ReleaseProposed', proposalId, orderId, caseId, accountRef, bank, because: 'nothing-traced', proposedAt });
}

function releaseStop(command: Extract<StopPaymentCommand, { type: 'ReleaseStop' }>, state: AccountStops): StopAnswer {
  const { orderId, accountRef, bank, reason, at: orderedAt } = command;
  const stop = state.standing.find((one) => one.orderId === orderId);
  if (!stop) {
    const wasApplied = state.counted.includes(orderId) && state.answered.includes(orderId);
    return reject(wasApplied ? { type: 'StopOver', rule: 'R-117', code: ANSWER.releaseTooLate } : { type: 'NoSuchOrder' });
  }
  if (state.releasing?.orderId === orderId) return reject({ type: 'AlreadyReleasing', orderId });
  const { proposalId } = state.releaseProposal?.orderId === orderId ? state.releaseProposal : {};
  const confirms = proposalId === undefined ? {} : { proposalId };
  return accept({ type: 'ReleaseOrdered', orderId, caseId: stop.caseId, accountRef, bank, reason, orderedAt, ...confirms });
}

/** without an officer only what lies before the window already reported or asked for; an answer may be known before it is recorded here. */
function askDetail(command: Extract<StopPaymentCommand, { type: 'AskDetail' }>, { reportedFrom, order }: AccountStops): StopAnswer {
  const { askId, caseId, accountRef, bank, from, at, because } = command;
  if (because === 'officer' && isAfter(from, at)) return reject({ type: 'TimeInFuture', field: 'from' });
  if (because === 'earlier-inflow' && !isEarlier(from, reportedFrom ?? order?.firstInflowAt)) return accept();
  return accept({ type: 'DetailAsked', askId, caseId, accountRef, bank, from, askedAt: at });
}

function isEarlier(from: Instant, reportedFrom: Instant | undefined): boolean {
  return reportedFrom !== undefined && isBefore(from, reportedFrom);
}
