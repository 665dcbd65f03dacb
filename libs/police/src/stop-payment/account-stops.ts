import { type Instant, isAfter, isBefore, unreachable } from '@interlock/kernel';
import { type Stated } from '../case/case.events.ts';
import { type Signer } from '../officers.ts';
import { type StopOrdered, type StopPaymentEvent } from './stop-payment.events.ts';

/** A stop that the bank applied and that is not over, or follows one. */
export interface StandingStop {
  readonly orderId: string;
  readonly caseId: string;
  readonly startsAt: Instant;
  readonly lapsesAt: Instant;
  /** Who ordered it. */
  readonly officer: Signer;
  /** What the bank found to match: a continuation states it again. */
  readonly stated: Stated;
}

/** refused for a difference, and open to one correction. */
export interface Mismatch {
  readonly orderId: string;
  readonly caseId: string;
  readonly number: number;
}

export interface LapsedStop {
  readonly orderId: string;
  readonly caseId: string;
  readonly lapsedAt: Instant;
  readonly officer?: Signer;
}

/** A proposal to release the stop of that order. */
export interface ReleaseProposalOpen {
  readonly proposalId: string;
  readonly orderId: string;
  readonly caseId: string;
}

/** All that is decided in one place for one account, over all cases. */
export interface AccountStops {
  readonly proposal?: { readonly proposalId: string; readonly caseId: string; readonly bank: string };
  /** Sent, not answered. */
  readonly order?: StopOrdered;
  /** Orders that count for R-113, over all cases and for ever: applied once, or awaiting the bank's answer. A refused one does not. */
  readonly counted: readonly string[];
  /** The stop in force and, behind it, its continuation. */
  readonly standing: readonly StandingStop[];
  readonly mismatches: readonly Mismatch[];
  readonly answered: readonly string[];
  /** Earliest moment from which the bank has reported or was asked to; unset until it applied a stop. */
  readonly reportedFrom?: Instant;
  /** Lapsed stops whose uncovered sum is not named yet. */
  readonly uncounted: readonly LapsedStop[];
  /** `<orderId>/<hours>` */
  readonly alarms: readonly string[];
  /** An open proposal to release a standing stop. */
  readonly releaseProposal?: ReleaseProposalOpen;
  readonly releasing?: { readonly orderId: string; readonly caseId: string };
  readonly watch?: { readonly watchId: string };
  readonly bank?: string;
}

export const NO_STOPS: AccountStops = { counted: [], standing: [], mismatches: [], answered: [], uncounted: [], alarms: [] };

/** a stop is over when it is due, whenever the alarm rings; facts say so with the due instant. */
export function isInForce({ standing }: AccountStops, at: Instant): boolean {
  return standing.some(({ lapsesAt }) => isBefore(at, lapsesAt));
}

/** The fold. A stop that ends leaves by its own fact, never by the clock. */
export function evolveStops(state: AccountStops, event: StopPaymentEvent): AccountStops {
  switch (event.type) {
    case 'StopProposed': {
      const { proposalId, caseId, bank } = event;
      return { ...state, bank, proposal: { proposalId, caseId, bank } };
    }
    case 'ProposalWithdrawn':
      return withoutProposal(state, event.proposalId);
    case 'StopOrdered': {
      const ordered = withoutProposal(correct(state, event.corrects), event.proposalId);
      return { ...ordered, bank: event.bank, order: event, counted: [...state.counted, event.orderId] };
    }
    case 'StopRefused':
      return withoutProposal(correct(state, event.corrects), event.proposalId);
    case 'StopApplied':
    case 'StopRefusedByBank':
      return answer(state, event);
    case 'StopContinued':
      return goOn(state, event);
    case 'StopLapsed': {
      const { orderId, caseId, lapsedAt } = event;
      const standing = state.standing.filter((stop) => stop.orderId !== orderId);
      const { officer } = state.standing.find((stop) => stop.orderId === orderId) ?? {};
      return {
        ...withoutReleaseOf(state, orderId),
        standing,
        uncounted: [...state.uncounted, { orderId, caseId, lapsedAt, ...(officer && { officer }) }],
      };
    }
    case 'LapseCounted':
      return { ...state, uncounted: state.uncounted.filter(({ orderId }) => orderId !== event.orderId) };
    case 'AlarmRaised':
      return { ...state, alarms: [...state.alarms, `${event.orderId}/${String(event.atHours)}`] };
    case 'ReleaseProposed': {
      const { proposalId, orderId, caseId } = event;
      return { ...state, releaseProposal: { proposalId, orderId, caseId } };
    }
    case 'ReleaseProposalWithdrawn':
      return withoutReleaseOf(state, event.orderId);
    case 'ReleaseOrdered':
      return { ...withoutReleaseOf(state, event.orderId), releasing: { orderId: event.orderId, caseId: event.caseId } };
    case 'StopReleased':
      return { ...withoutRelease(state), standing: state.standing.filter(({ orderId }) => orderId !== event.orderId) };
    case 'ReleaseRefused':
      return withoutRelease(state);
    case 'DetailAsked':
      return {
        ...state,
        bank: event.bank,
        ...(state.reportedFrom === undefined ? {} : { reportedFrom: earlier(state.reportedFrom, event.from) }),
      };
    case 'WatchAsked':
      return { ...state, bank: event.bank, watch: { watchId: event.watchId } };
    case 'WatchEnded': {
      const { watch: _, ...unwatched } = state;
      return unwatched;
    }
    default:
      return unreachable(event);
  }
}

function answer(state: AccountStops, event: Extract<StopPaymentEvent, { type: 'StopApplied' | 'StopRefusedByBank' }>): AccountStops {
  const { order, ...rest } = state;
  if (order?.orderId !== event.orderId) throw new Error(`${event.type} without its order`);
  const { orderId, caseId, number, stated, firstInflowAt, officers } = order;
  const answered = [...state.answered, orderId];
  if (event.type === 'StopApplied') {
    const { startsAt, lapsesAt } = event;
    const reportedFrom = earlier(state.reportedFrom, firstInflowAt);
    return {
      ...rest,
      answered,
      reportedFrom,
      standing: [...state.standing, { orderId, caseId, startsAt, lapsesAt, officer: officers.first, stated }],
    };
  }
  const counted = state.counted.filter((id) => id !== orderId);
  return { ...rest, answered, counted, mismatches: event.mismatch ? [...state.mismatches, { orderId, caseId, number }] : state.mismatches };
}

function withoutProposal(state: AccountStops, proposalId: string | undefined): AccountStops {
  if (proposalId === undefined || state.proposal?.proposalId !== proposalId) return state;
  const { proposal: _, ...rest } = state;
  return rest;
}

/** what was proposed of the stop is proposed of the one that goes on from it. */
function goOn(state: AccountStops, { orderId, byOrderId }: Extract<StopPaymentEvent, { type: 'StopContinued' }>): AccountStops {
  const standing = state.standing.filter((stop) => stop.orderId !== orderId);
  const { releaseProposal: open } = state;
  return { ...state, standing, ...(open?.orderId === orderId && { releaseProposal: { ...open, orderId: byOrderId } }) };
}

function withoutReleaseOf(state: AccountStops, orderId: string): AccountStops {
  if (state.releaseProposal?.orderId !== orderId) return state;
  const { releaseProposal: _, ...rest } = state;
  return rest;
}

function withoutRelease(state: AccountStops): AccountStops {
  const { releasing: _, ...rest } = state;
  return rest;
}

function correct(state: AccountStops, corrected: string | undefined): AccountStops {
  return corrected === undefined ? state : { ...state, mismatches: state.mismatches.filter(({ orderId }) => orderId !== corrected) };
}

function earlier(known: Instant | undefined, from: Instant): Instant {
  return known === undefined || isAfter(known, from) ? from : known;
}
