import { type Answer, type Decider, type Fen, type Instant, accept, isBefore, refuse, reject, unreachable } from '@interlock/kernel';
import {
  FREEZE_MONTHS_MAX,
  freezeApprovalLevel,
  freezeEndsAt,
  type FreezePeriod,
  inForce,
  MAJOR_FREEZE_MONTHS_MAX,
  mayRenew,
  plusMonths,
  reaches,
} from '@interlock/rulebook';
import { type Approver, APPROVERS } from '../officers.ts';
import { type AccountFreezes, evolveFreezes, type Freeze, NO_FREEZES } from './account-freezes.ts';
import {
  type FreezeCommand,
  type FreezeRejection,
  type LiftFreeze,
  type OrderFreeze,
  type RecordFrozen,
  type RenewFreeze,
} from './freeze.commands.ts';
import { type FreezeEvent, type FreezeLapsed } from './freeze.events.ts';

/** The rules of one account's freezes, over all cases. */
export const freezeDecider: Decider<FreezeCommand, AccountFreezes, FreezeEvent, FreezeRejection> = {
  initial: NO_FREEZES,
  decide(command, state) {
    // the timer only records; what is over by now is told before anything else is decided.
    const over = overBy(command, state);
    const answer = decide(command, over.reduce(evolveFreezes, state));
    if (answer.ok) return accept(...over, ...answer.events);
    return answer.events ? refuse(answer.rejection, ...over, ...answer.events) : answer;
  },
  evolve: evolveFreezes,
};

type FreezeAnswer = Answer<FreezeEvent, FreezeRejection>;

function overBy({ at, accountRef, bank }: FreezeCommand, { freezes }: AccountFreezes): readonly FreezeLapsed[] {
  return freezes.flatMap(({ freezeId, caseId, status, until }) =>
    status === 'in-force' && until !== undefined && !isBefore(at, until)
      ? [{ type: 'FreezeLapsed', freezeId, caseId, accountRef, bank, lapsedAt: until } as const]
      : [],
  );
}

function decide(command: FreezeCommand, state: AccountFreezes): FreezeAnswer {
  if (command.type === 'OrderFreeze') return orderFreeze(command, state);
  const { accountRef, bank } = command;
  if (command.type === 'MarkLiftsDue') {
    const due = state.freezes.filter(({ caseId, status, isLiftDue }) => caseId === command.caseId && status !== 'over' && !isLiftDue);
    return accept(
      ...due.map(({ freezeId, caseId }) => {
        const freeze = { freezeId, caseId, accountRef, bank };
        return { type: 'LiftBecameDue', ...freeze, rule: 'R-212', dueSince: command.dueSince } as const;
      }),
    );
  }
  const freeze = state.freezes.find(({ freezeId }) => freezeId === command.freezeId);
  if (!freeze) return reject({ type: 'NoSuchFreeze' });
  const of = { freezeId: freeze.freezeId, caseId: freeze.caseId, accountRef, bank };
  switch (command.type) {
    case 'RecordFrozen':
      return recordFrozen(command, freeze);
    case 'RenewFreeze':
      return renewFreeze(command, freeze);
    case 'RemindRenewal': {
      const { daysLeft, until } = command;
      if (freeze.status !== 'in-force' || freeze.until !== until || freeze.isLifting) return accept();
      return accept({ type: 'RenewalReminded', ...of, daysLeft, until });
    }
    case 'LapseFreeze':
      return freeze.status === 'in-force' && freeze.until !== undefined ? reject({ type: 'NotDueYet', dueAt: freeze.until }) : accept();
    case 'LiftFreeze':
      return liftFreeze(command, freeze);
    case 'RecordLifted':
      // A bank that lifts what ran out before says nothing new.
      return freeze.status === 'over' ? accept() : accept({ type: 'FreezeLifted', ...of, liftedAt: command.liftedAt });
    default:
      return unreachable(command);
  }
}

/** R-119 first: before filing nothing is frozen, whoever approves, and the attempt is a fact. */
function orderFreeze(command: OrderFreeze, state: AccountFreezes): FreezeAnswer {
  const { freezeId, caseId, caseNo, accountRef, bank, applicationId, sumFen, filingId, period, approvedBy, at } = command;
  const of = { freezeId, caseId, accountRef, bank };
  if (filingId === undefined)
    return refuse({ type: 'NotFiled', rule: 'R-119' }, { type: 'FreezeRefused', ...of, sumFen, rule: 'R-119', refusedAt: at });
  if (!approves(approvedBy, period, at)) return reject(approvalNeeded(period, at));
  if (sumFen <= 0) return reject({ type: 'NothingToFreeze', rule: 'R-208' });
  const tracedFen = stillTraced(command, state);
  if (sumFen > tracedFen) return reject({ type: 'SumExceedsTraced', rule: 'R-208', tracedFen });
  const months = monthsOf(period, at);
  return accept({ type: 'FreezeOrdered', ...of, applicationId, caseNo, sumFen, filingId, period, months, orderedAt: at, approvedBy });
}

/** two officers may have read the same uncovered sum; only the stream knows whose order came first. */
function stillTraced({ caseId, tracedFen, counted }: OrderFreeze, { freezes }: AccountFreezes): Fen {
  return freezes
    .filter((freeze) => freeze.caseId === caseId && freeze.status !== 'over' && !counted.includes(freeze.freezeId))
    .reduce((left, { sumFen }) => Math.max(0, left - sumFen), tracedFen);
}

/** counted from the bank's own moment; where nothing was free it queues until the bank says otherwise. */
function recordFrozen(command: RecordFrozen, { freezeId, caseId, status, months }: Freeze): FreezeAnswer {
  const { accountRef, bank, frozenFen, balanceFen, availableFen, answeredAt } = command;
  if (status === 'in-force' || status === 'over') return accept();
  const of = { freezeId, caseId, accountRef, bank };
  if (frozenFen === 0) return status === 'queued' ? accept() : accept({ type: 'FreezeQueued', ...of, balanceFen, answeredAt });
  const until = plusMonths(answeredAt, months); // as ordered, whatever the limit has become by then
  return accept({ type: 'FreezeApplied', ...of, frozenFen, balanceFen, availableFen, startsAt: answeredAt, until });
}

/** before the end, not at it, by the level that approved it or, for a longer period, the level which that needs; the new period starts where the old one ends. */
function renewFreeze(command: RenewFreeze, { freezeId, caseId, status, until, period: approved }: Freeze): FreezeAnswer {
  const { accountRef, bank, period, approvedBy, at } = command;
  if (status === 'over') return reject({ type: 'FreezeOver', rule: 'R-205' });
  if (until === undefined || !mayRenew(until, at)) return reject({ type: 'FreezeNotInForce', rule: 'R-205' });
  const needed = approved === 'major' ? approved : period;
  if (!approves(approvedBy, needed, at)) return reject({ ...approvalNeeded(needed, at), rule: 'R-205' });
  const of = { freezeId, caseId, accountRef, bank };
  return accept({ type: 'FreezeRenewed', ...of, until: freezeEndsAt(until, period), period, renewedAt: at, approvedBy });
}

/** by the head of the organ that approved it. */
function liftFreeze(command: LiftFreeze, { freezeId, caseId, status, unit, isLifting }: Freeze): FreezeAnswer {
  const { accountRef, bank, reason, approvedBy, at } = command;
  if (status === 'over') return reject({ type: 'FreezeOver', rule: 'R-205' });
  if (isLifting) return reject({ type: 'AlreadyLifting' });
  if (!approves(approvedBy, 'ordinary', at)) return reject({ ...approvalNeeded('ordinary', at), rule: 'R-211' });
  if (approvedBy.unit !== unit) return reject({ type: 'OtherOrgan', rule: 'R-211', unit });
  return accept({ type: 'LiftOrdered', freezeId, caseId, accountRef, bank, reason, orderedAt: at, approvedBy });
}

function approves(approver: Approver | undefined, period: FreezePeriod, at: Instant): approver is Approver {
  return approver !== undefined && APPROVERS.includes(approver.role) && reaches(approver.level, freezeApprovalLevel(period, at));
}

function approvalNeeded(period: FreezePeriod, at: Instant) {
  const rule = period === 'major' ? ('R-203' as const) : ('R-201' as const);
  return { type: 'ApprovalNeeded', rule, level: freezeApprovalLevel(period, at) } as const;
}

function monthsOf(period: FreezePeriod, at: Instant): number {
  return inForce(period === 'major' ? MAJOR_FREEZE_MONTHS_MAX : FREEZE_MONTHS_MAX, at);
}
