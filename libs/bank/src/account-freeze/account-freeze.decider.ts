import {
  type AccountRef,
  type Answer,
  type Decider,
  type ExtensionAnswer,
  type Fen,
  type Instant,
  accept,
  isBefore,
  reject,
  unreachable,
} from '@interlock/kernel';
import { mayRenew, plusMonths } from '@interlock/rulebook';
import { type AccountFreezeEvent, type FreezeBegun, type FreezeLapsed, type FreezeOrderReceived } from './account-freeze.events.ts';
import { type AccountFreezes, type FreezeState, evolveFreezes, firstInQueue } from './account-freeze.state.ts';

interface FreezeAnswer {
  readonly freezeId: string;
  readonly coreKey: string;
  readonly frozenFen: Fen;
  readonly balanceFen: Fen;
  readonly availableFen: Fen;
  readonly answeredAt: Instant;
}

interface At {
  readonly at: Instant;
}
export type AccountFreezeCommand =
  | ({ readonly type: 'ReceiveFreeze'; readonly order: Omit<FreezeOrderReceived, 'type' | 'receivedAt'> } & At)
  | ({ readonly type: 'AnswerFreeze'; readonly freezeId: string } & At)
  | ({ readonly type: 'RecordFreezeAnswer'; readonly answer: FreezeAnswer } & At)
  | ({ readonly type: 'RenewFreeze'; readonly freezeId: string; readonly until: Instant } & At)
  | ({ readonly type: 'RecordExtension'; readonly freezeId: string; readonly until: Instant; readonly answer: ExtensionAnswer } & At)
  | ({ readonly type: 'AskLift'; readonly freezeId: string; readonly accountRef: AccountRef; readonly orderedAt: Instant } & At)
  | ({ readonly type: 'AnswerLift'; readonly freezeId: string } & At)
  | ({ readonly type: 'RecordUnfrozen'; readonly freezeId: string; readonly unfrozenAt: Instant } & At)
  | ({ readonly type: 'LapseFreeze'; readonly freezeId: string } & At);

export type AccountFreezeRejection =
  | { readonly type: 'NoSuchFreeze'; readonly freezeId: string }
  | { readonly type: 'AlreadyAnswered'; readonly rule: 'R-116'; readonly freezeId: string }
  | { readonly type: 'NoSuchLift'; readonly rule: 'R-211'; readonly freezeId: string }
  | { readonly type: 'BeingAnswered'; readonly freezeId: string }
  | { readonly type: 'NotDueYet'; readonly rule: 'R-205'; readonly endsAt: Instant };

type FreezeDecision = Answer<AccountFreezeEvent, AccountFreezeRejection>;

/** Freezes of one account: sums of several cases side by side while the core finds free money, else in a queue. */
export const accountFreezeDecider: Decider<AccountFreezeCommand, AccountFreezes, AccountFreezeEvent, AccountFreezeRejection> = {
  initial: new Map(),
  decide(command, state) {
    switch (command.type) {
      case 'ReceiveFreeze':
        if (state.has(command.order.freezeId)) return accept();
        return accept({ type: 'FreezeOrderReceived', ...command.order, receivedAt: command.at });
      case 'AnswerFreeze': {
        const freeze = state.get(command.freezeId);
        if (!freeze) return reject({ type: 'NoSuchFreeze', freezeId: command.freezeId });
        if (freeze.stage.status !== 'received') return reject({ type: 'AlreadyAnswered', rule: 'R-116', freezeId: command.freezeId });
        return accept(begin(freeze, command.at));
      }
      case 'RecordFreezeAnswer':
        return recordAnswer(command.answer, command.at, state);
      case 'RenewFreeze':
        return renew(state.get(command.freezeId), command.until, command.at);
      case 'RecordExtension':
        return recordExtension(state.get(command.freezeId), command.until, command.answer);
      case 'AskLift': {
        const { freezeId, accountRef, orderedAt, at } = command;
        const freeze = state.get(freezeId);
        if (!freeze || freeze.isLiftAsked || freeze.stage.status === 'lifted') return accept();
        return accept({ type: 'LiftAsked', freezeId, accountRef, orderedAt, receivedAt: at });
      }
      case 'AnswerLift':
        return answerLift(command.freezeId, command.at, state);
      case 'RecordUnfrozen':
        return recordUnfrozen(command.freezeId, command.unfrozenAt, command.at, state);
      case 'LapseFreeze': {
        const freeze = state.get(command.freezeId);
        if (freeze?.stage.status !== 'applied') return accept();
        const lapsed = lapsedBy(freeze, command.at);
        return lapsed ? accept(lapsed) : reject({ type: 'NotDueYet', rule: 'R-205', endsAt: freeze.stage.endsAt });
      }
      default:
        return unreachable(command);
    }
  },
  evolve: evolveFreezes,
};

function begin({ order: { freezeId, accountRef, sumFen, months } }: FreezeState, at: Instant): FreezeBegun {
  return { type: 'FreezeBegun', freezeId, accountRef, sumFen, months, begunAt: at };
}

function recordAnswer(answer: FreezeAnswer, at: Instant, state: AccountFreezes): FreezeDecision {
  const { freezeId, coreKey, frozenFen, balanceFen, availableFen, answeredAt } = answer;
  const freeze = state.get(freezeId);
  if (freeze?.stage.status !== 'beginning') return accept(); // recorded before
  const { accountRef, months } = freeze.order;
  if (frozenFen === 0) {
    const { wasQueued, isFreedMeanwhile } = freeze.stage;
    return accept<AccountFreezeEvent>(
      { type: 'FreezeQueued', freezeId, accountRef, balanceFen, availableFen, answeredAt, isFirstAnswer: !wasQueued },
      ...(isFreedMeanwhile ? [begin(freeze, at)] : []),
    );
  }
  const endsAt = plusMonths(answeredAt, months); // from the bank's answer
  const next = freeze.stage.wasQueued && availableFen > 0 ? firstInQueue(state) : undefined;
  return accept<AccountFreezeEvent>(
    { type: 'FreezeApplied', freezeId, accountRef, frozenFen, balanceFen, availableFen, answeredAt, endsAt, coreKey },
    ...(next ? [begin(next, at)] : []),
  );
}

/** a freeze ends when it is due, whenever the alarm rings. */
function lapsedBy({ order: { freezeId, accountRef }, stage }: FreezeState, at: Instant): FreezeLapsed | undefined {
  if (stage.status !== 'applied' || isBefore(at, stage.endsAt)) return undefined;
  return { type: 'FreezeLapsed', freezeId, accountRef, lapsedAt: stage.endsAt, coreKey: stage.coreKey };
}

/** in time only; a late one finds the freeze over and tells the police since when. */
function renew(freeze: FreezeState | undefined, until: Instant, at: Instant): FreezeDecision {
  if (!freeze) return accept();
  const { freezeId, accountRef } = freeze.order;
  const { stage } = freeze;
  if (stage.status === 'applied' && mayRenew(stage.endsAt, at)) {
    if (!isBefore(stage.endsAt, until)) return accept();
    return accept<AccountFreezeEvent>(
      { type: 'FreezeRenewed', freezeId, accountRef, endsAt: until },
      { type: 'ExtensionBegun', freezeId, accountRef, coreKey: stage.coreKey, until, begunAt: at },
    );
  }
  return foundOver(freeze, 'renewal', at);
}

/** the core was asked too late where it let go before: then the freeze ended when the money was free. */
function recordExtension(freeze: FreezeState | undefined, until: Instant, { answeredAt, endedAt }: ExtensionAnswer): FreezeDecision {
  if (freeze?.stage.status !== 'applied') return accept(); // being lifted, or over: nothing is to be held any more
  const { freezeId, accountRef } = freeze.order;
  if (endedAt === undefined) return accept({ type: 'FreezeExtended', freezeId, accountRef, until, extendedAt: answeredAt });
  return accept<AccountFreezeEvent>(
    { type: 'FreezeLapsed', freezeId, accountRef, lapsedAt: endedAt, coreKey: freeze.stage.coreKey },
    { type: 'FreezeFoundOver', freezeId, accountRef, askedFor: 'renewal', endedAt },
  );
}

function foundOver(freeze: FreezeState, askedFor: 'renewal' | 'lift', at: Instant): FreezeDecision {
  const { freezeId, accountRef } = freeze.order;
  const lapsed = lapsedBy(freeze, at);
  const endedAt = lapsed?.lapsedAt ?? ('endedAt' in freeze.stage ? freeze.stage.endedAt : undefined);
  if (endedAt === undefined) return accept(); // not answered yet, queued, or being lifted: there is no term to renew
  return accept<AccountFreezeEvent>(...(lapsed ? [lapsed] : []), { type: 'FreezeFoundOver', freezeId, accountRef, askedFor, endedAt });
}

function answerLift(freezeId: string, at: Instant, state: AccountFreezes): FreezeDecision {
  const freeze = state.get(freezeId);
  if (!freeze) return reject({ type: 'NoSuchFreeze', freezeId });
  if (!freeze.isLiftAsked) return reject({ type: 'NoSuchLift', rule: 'R-211', freezeId });
  const { accountRef } = freeze.order;
  const { stage } = freeze;
  switch (stage.status) {
    case 'beginning':
    case 'lifting':
      return reject({ type: 'BeingAnswered', freezeId });
    case 'received':
    case 'queued':
      return accept({ type: 'FreezeLifted', freezeId, accountRef, liftedAt: at }); // nothing was frozen
    case 'applied':
      if (!isBefore(at, stage.endsAt)) return foundOver(freeze, 'lift', at);
      return accept({ type: 'LiftBegun', freezeId, accountRef, coreKey: stage.coreKey, begunAt: at });
    case 'lapsed':
    case 'lifted':
      return foundOver(freeze, 'lift', at);
    default:
      return unreachable(stage);
  }
}

/** The core let the sum go; what waited longest may take it. */
function recordUnfrozen(freezeId: string, unfrozenAt: Instant, at: Instant, state: AccountFreezes): FreezeDecision {
  const freeze = state.get(freezeId);
  if (!freeze) return accept();
  const { accountRef } = freeze.order;
  const { stage } = freeze;
  const next = firstInQueue(state);
  const queue = next ? [begin(next, at)] : [];
  if (stage.status === 'lifting')
    return accept<AccountFreezeEvent>({ type: 'FreezeLifted', freezeId, accountRef, liftedAt: unfrozenAt }, ...queue);
  if (stage.status === 'lapsed' && !stage.isFreed)
    return accept<AccountFreezeEvent>({ type: 'LapsedSumFreed', freezeId, accountRef, freedAt: unfrozenAt }, ...queue);
  return accept(); // recorded before
}
