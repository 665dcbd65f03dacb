import {
  type Answer,
  type Decider,
  type Instant,
  type PersonRef,
  type Sealed,
  accept,
  isAfter,
  reject,
  unreachable,
} from '@interlock/kernel';
import {
  type FilingReview,
  type UnitLevel,
  entryDueAt,
  FILING_APPROVAL_LEVEL,
  filingDueAt,
  inForce,
  reaches,
  reviewApprovalLevel,
  refusalServeDueAt,
  transferDueAt,
} from '@interlock/rulebook';
import { type Approver, APPROVERS } from '../officers.ts';
import { type CaseDeadline, type CaseEvent, type CaseReported, type EnteredPayment, type ReportedPayment } from './case.events.ts';
import { enteredFrom, missingIn } from './case-report.ts';

export type CaseCommand =
  | (Omit<CaseReported, 'type' | 'missing' | 'reportedAt'> & {
      readonly type: 'ReportCase';
      readonly reportedAt?: Instant;
      readonly at: Instant;
    })
  | {
      readonly type: 'AcceptCase';
      readonly review: FilingReview;
      readonly unit: string;
      readonly approvedBy?: Approver;
      readonly at: Instant;
    }
  | { readonly type: 'EnterCase'; readonly scamType: string; readonly payments?: readonly EnteredPayment[]; readonly at: Instant }
  | { readonly type: 'TransferCase'; readonly toOrgan: string; readonly decidedAt?: Instant; readonly at: Instant }
  | { readonly type: 'FileCase'; readonly filingId: string; readonly approvedBy?: Approver; readonly at: Instant }
  | { readonly type: 'RefuseFiling'; readonly reason: Sealed; readonly approvedBy?: Approver; readonly at: Instant }
  | { readonly type: 'ServeRefusal'; readonly servedAt?: Instant; readonly at: Instant }
  | { readonly type: 'MarkMissed'; readonly deadline: CaseDeadline; readonly dueAt: Instant; readonly at: Instant }
  | { readonly type: 'WithdrawCase'; readonly reason: Sealed; readonly at: Instant }
  | { readonly type: 'CloseCase'; readonly reason: Sealed; readonly at: Instant };

export type CaseRejection =
  | { readonly type: 'NoSuchCase' }
  | { readonly type: 'AlreadyReported' }
  | { readonly type: 'AlreadyAccepted' }
  | { readonly type: 'NotAccepted'; readonly rule: 'R-103' }
  | { readonly type: 'AlreadyEntered' }
  | { readonly type: 'PaymentsMissing'; readonly rule: 'R-102'; readonly missing: readonly string[] }
  | { readonly type: 'NotEntered'; readonly rule: 'R-103' | 'R-106' }
  | { readonly type: 'ApprovalNeeded'; readonly rule: 'R-118' | 'R-121'; readonly level: UnitLevel }
  | { readonly type: 'AlreadyFiled' }
  | { readonly type: 'FilingNotRefused'; readonly rule: 'R-122' }
  | { readonly type: 'CaseIsOver'; readonly status: CaseStatus }
  | { readonly type: 'NotDueYet'; readonly dueAt: Instant }
  | { readonly type: 'TimeInFuture'; readonly field: string };

export type CaseStatus = 'reported' | 'accepted' | 'entered' | 'filed' | 'filing-refused' | 'transferred' | 'withdrawn' | 'closed';

export interface KnownCase {
  readonly status: CaseStatus;
  readonly caseId: string;
  readonly caseNo: string;
  readonly victim?: PersonRef;
  readonly unit: string;
  /** The unit whose clocks run from the acceptance. */
  readonly acceptedBy?: string;
  readonly reported: readonly ReportedPayment[];
  readonly missing: readonly string[];
  readonly entryDueAt?: Instant;
  readonly filingDueAt?: Instant;
  readonly payments?: readonly EnteredPayment[];
  readonly filingId?: string;
  readonly serveDueAt?: Instant;
  /** Recorded, once each. */
  readonly missed: readonly CaseDeadline[];
}

/** Undefined: nobody reported it. */
export type CaseState = KnownCase | undefined;

export const caseDecider: Decider<CaseCommand, CaseState, CaseEvent, CaseRejection> = { initial: undefined, decide, evolve };

type CaseAnswer = Answer<CaseEvent, CaseRejection>;

function decide(command: CaseCommand, state: CaseState): CaseAnswer {
  if (command.type === 'ReportCase') return state ? reject({ type: 'AlreadyReported' }) : report(command);
  if (!state) return reject({ type: 'NoSuchCase' });
  if (command.type === 'ServeRefusal') return serve(command, state);
  if (command.type === 'MarkMissed') return markMissed(command, state);
  if (isOver(state.status)) return reject({ type: 'CaseIsOver', status: state.status });
  const { caseId } = state;
  switch (command.type) {
    case 'AcceptCase':
      return acceptCase(command, state);
    case 'EnterCase':
      return enter(command, state);
    case 'TransferCase': {
      // emergency measures come first; they need the entry.
      if (!state.payments) return reject({ type: 'NotEntered', rule: 'R-106' });
      const { at, toOrgan, decidedAt = at } = command;
      if (isAfter(decidedAt, at)) return reject({ type: 'TimeInFuture', field: 'decidedAt' });
      const late = isAfter(at, transferDueAt(decidedAt));
      return accept({ type: 'CaseTransferred', caseId, toOrgan, decidedAt, transferredAt: at, late });
    }
    case 'FileCase':
    case 'RefuseFiling':
      return file(command, state);
    case 'WithdrawCase':
      return accept({ type: 'CaseWithdrawn', caseId, reason: command.reason, withdrawnAt: command.at });
    case 'CloseCase':
      return accept({ type: 'CaseClosed', caseId, reason: command.reason, closedAt: command.at });
    default:
      return unreachable(command);
  }
}

function report({ type: _, at, reportedAt = at, ...said }: Extract<CaseCommand, { type: 'ReportCase' }>): CaseAnswer {
  // A bank's times are its own clock's; a person's typing error is refused.
  if (said.by === 'victim') {
    if (isAfter(reportedAt, at)) return reject({ type: 'TimeInFuture', field: 'reportedAt' });
    const future = said.payments.findIndex(({ paidAt }) => paidAt !== undefined && isAfter(paidAt, at));
    if (future >= 0) return reject({ type: 'TimeInFuture', field: `payments.${String(future)}.paidAt` });
  }
  return accept({ type: 'CaseReported', ...said, reportedAt, missing: missingIn(said) });
}

function acceptCase(
  { at, review, unit, approvedBy }: Extract<CaseCommand, { type: 'AcceptCase' }>,
  { status, caseId }: KnownCase,
): CaseAnswer {
  if (status !== 'reported') return reject({ type: 'AlreadyAccepted' });
  const level = reviewApprovalLevel(review, at);
  if (level && !approves(approvedBy, level)) return reject({ type: 'ApprovalNeeded', rule: 'R-121', level });
  const due = { entryDueAt: entryDueAt(at), filingDueAt: filingDueAt(at, review) };
  return accept({ type: 'CaseAccepted', caseId, unit, acceptedAt: at, ...due, ...(level && approvedBy && { approvedBy }) });
}

function approves(approver: Approver | undefined, level: UnitLevel): approver is Approver {
  return approver !== undefined && APPROVERS.includes(approver.role) && reaches(approver.level, level);
}

function enter({ at, scamType, payments }: Extract<CaseCommand, { type: 'EnterCase' }>, state: KnownCase): CaseAnswer {
  if (state.status === 'reported') return reject({ type: 'NotAccepted', rule: 'R-103' });
  if (state.payments || state.entryDueAt === undefined) return reject({ type: 'AlreadyEntered' });
  const entered = payments ?? enteredFrom(state.reported);
  if (!entered) return reject({ type: 'PaymentsMissing', rule: 'R-102', missing: state.missing });
  const future = entered.findIndex(({ paidAt }) => isAfter(paidAt, at));
  if (future >= 0) return reject({ type: 'TimeInFuture', field: `payments.${String(future)}.paidAt` });
  const { caseId, caseNo, unit, victim } = state;
  const late = isAfter(at, state.entryDueAt); // marked, never blocked
  const facts = { caseId, caseNo, unit, enteredAt: at, late, scamType, ...(victim !== undefined && { victim }) };
  return accept({ type: 'CaseEntered', ...facts, payments: entered });
}

function file(command: Extract<CaseCommand, { type: 'FileCase' | 'RefuseFiling' }>, state: KnownCase): CaseAnswer {
  const { at, approvedBy } = command;
  if (state.status === 'filed') return reject({ type: 'AlreadyFiled' });
  if (!state.payments) return reject({ type: 'NotEntered', rule: 'R-103' });
  const level = inForce(FILING_APPROVAL_LEVEL, at);
  // the head of an organ of that level or above, with a token of their own.
  if (!approves(approvedBy, level)) return reject({ type: 'ApprovalNeeded', rule: 'R-118', level });
  const { caseId } = state;
  if (command.type === 'FileCase') {
    const late = state.filingDueAt !== undefined && isAfter(at, state.filingDueAt);
    return accept({ type: 'CaseFiled', caseId, filingId: command.filingId, filedAt: at, late, approvedBy });
  }
  const serveDueAt = refusalServeDueAt(at);
  return accept({ type: 'FilingRefused', caseId, reason: command.reason, refusedAt: at, serveDueAt, approvedBy });
}

function serve({ at, servedAt = at }: Extract<CaseCommand, { type: 'ServeRefusal' }>, { caseId, serveDueAt }: KnownCase): CaseAnswer {
  if (serveDueAt === undefined) return reject({ type: 'FilingNotRefused', rule: 'R-122' });
  if (isAfter(servedAt, at)) return reject({ type: 'TimeInFuture', field: 'servedAt' });
  return accept({ type: 'RefusalServed', caseId, servedAt, late: isAfter(servedAt, serveDueAt) });
}

/** recorded once, while the act is still owed; a moment later than the limit, as at it nothing is late. */
function markMissed({ deadline, dueAt, at }: Extract<CaseCommand, { type: 'MarkMissed' }>, state: KnownCase): CaseAnswer {
  if (owedAt(deadline, state) !== dueAt || state.missed.includes(deadline)) return accept();
  if (!isAfter(at, dueAt)) return reject({ type: 'NotDueYet', dueAt });
  const { caseId, acceptedBy: unit = state.unit } = state;
  return accept({ type: 'DeadlineMissed', caseId, unit, deadline, rule: RULE_OF[deadline], dueAt });
}

const RULE_OF = { entry: 'R-103', filing: 'R-121', service: 'R-122' } as const;

/** Unset where the act was done, or is owed no more. */
function owedAt(deadline: CaseDeadline, { status, entryDueAt: entry, filingDueAt: filing, serveDueAt }: KnownCase): Instant | undefined {
  switch (deadline) {
    case 'entry':
      return status === 'accepted' ? entry : undefined;
    case 'filing':
      return status === 'accepted' || status === 'entered' ? filing : undefined;
    case 'service':
      return serveDueAt;
    default:
      return unreachable(deadline);
  }
}

function isOver(status: CaseStatus): boolean {
  return status === 'filing-refused' || status === 'transferred' || status === 'withdrawn' || status === 'closed';
}

function evolve(state: CaseState, event: CaseEvent): CaseState {
  if (event.type === 'CaseReported') {
    const { caseId, caseNo, unit, payments, missing, reporter } = event;
    const victim = reporter.personRef === undefined ? {} : { victim: reporter.personRef };
    return { status: 'reported', caseId, caseNo, unit, ...victim, reported: payments, missing, missed: [] };
  }
  if (!state) throw new Error(`${event.type} before the report`);
  switch (event.type) {
    case 'CaseAccepted':
      return { ...state, status: 'accepted', acceptedBy: event.unit, entryDueAt: event.entryDueAt, filingDueAt: event.filingDueAt };
    case 'CaseEntered':
      return { ...state, status: 'entered', payments: event.payments };
    case 'CaseTransferred':
      return { ...state, status: 'transferred' };
    case 'CaseFiled':
      return { ...state, status: 'filed', filingId: event.filingId };
    case 'FilingRefused':
      return { ...state, status: 'filing-refused', serveDueAt: event.serveDueAt };
    case 'RefusalServed': {
      const { serveDueAt: _, ...served } = state;
      return served;
    }
    case 'DeadlineMissed':
      return { ...state, missed: [...state.missed, event.deadline] };
    case 'CaseWithdrawn':
      return { ...state, status: 'withdrawn' };
    case 'CaseClosed':
      return { ...state, status: 'closed' };
    default:
      return unreachable(event);
  }
}
