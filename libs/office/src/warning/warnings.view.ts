import { type Fen, type Instant, type Rows, unreachable, view } from '@interlock/kernel';
import { type LossLearning, type NextStep, type WarningLevel, type WarningOutcome, type WarningSource } from '@interlock/rulebook';
import { type Overdue, type Owner, type Subject, type WarningEvent, type WarningState } from './warning.events.ts';

/** A line of a warning's history. */
interface Noted {
  readonly at: Instant;
  readonly what: string;
  readonly step?: string;
  readonly result?: string;
  readonly person?: string;
}

/** One warning as the desk sees it. */
export interface WarningRow {
  readonly warningId: string;
  readonly level: WarningLevel;
  readonly state: WarningState;
  readonly source: WarningSource;
  readonly scamType: string;
  readonly unit: string;
  readonly owner: Owner;
  readonly subject: Subject;
  readonly evidence: readonly string[];
  readonly receivedAt: Instant;
  readonly issuedAt: Instant;
  readonly due: Readonly<Partial<Record<Overdue, Instant>>>;
  /** what passed its due time. */
  readonly overdue: readonly Overdue[];
  /** The rung the ladder stands on, and when the next one begins if nobody is reached. */
  readonly step: NextStep | '';
  readonly nextStepAt?: Instant | null;
  readonly signedAt?: Instant;
  /** apart. */
  readonly deliveredAt?: Instant;
  readonly readAt?: Instant;
  readonly acknowledged: boolean;
  readonly spokenAt?: Instant;
  readonly visitedAt?: Instant;
  readonly outcome: WarningOutcome | null;
  readonly furtherSteps: readonly string[];
  readonly closedAt?: Instant | null;
  readonly watchUntil?: Instant | null;
  readonly reopenedAt?: Instant;
  readonly lostFen: Fen;
  /** of the latest loss. */
  readonly learning: LossLearning | null;
  readonly losses: readonly { readonly caseId: string; readonly lostFen: Fen; readonly learning: LossLearning }[];
  readonly movingTo?: string | null;
  readonly history: readonly Noted[];
}

export const warnings = view<WarningRow, WarningEvent>({
  name: 'office_warnings',
  version: 1,
  rows: { key: 'warningId', indexes: ['level', 'state', 'unit', 'receivedAt'] },
  on: [
    ...(['WarningIssued', 'WarningSent', 'WarningSigned', 'DeliveryRecorded', 'WarningRead', 'ContactRecorded'] as const),
    ...(['WarningClimbed', 'WarningOverdue', 'OutcomeRecorded', 'WarningClosed', 'WatchEnded', 'WarningReopened'] as const),
    ...(['LossLinked', 'MoveAsked', 'MoveDeclined', 'WarningMoved'] as const),
  ],
  apply(event, rows) {
    switch (event.type) {
      case 'WarningIssued': {
        const { type: _, begins, next, issuedAt, ...issued } = event;
        const nothing = {
          overdue: [],
          acknowledged: false,
          outcome: null,
          furtherSteps: [],
          lostFen: 0,
          learning: null,
          losses: [],
          history: [],
        };
        rows.put({ ...issued, ...nothing, issuedAt, step: begins[0] ?? '', nextStepAt: next?.at ?? null });
        return;
      }
      case 'WarningSent':
        put(rows, event, {}, { at: event.sentAt, what: 'sent', step: event.channel });
        return;
      case 'WarningSigned':
        put(rows, event, { signedAt: event.signedAt }, { at: event.signedAt, what: 'signed', person: event.person });
        return;
      case 'DeliveryRecorded': {
        const { channel, result, deliveredAt: at, reached } = event;
        const times = result === 'answered' ? { deliveredAt: at, spokenAt: at } : result === 'delivered' ? { deliveredAt: at } : {};
        put(rows, event, { ...times, ...stopped(reached) }, { at, what: 'delivery', step: channel, result });
        return;
      }
      case 'WarningRead': {
        const { readAt, acknowledged, reached } = event;
        put(rows, event, { readAt, acknowledged, ...stopped(reached) }, { at: readAt, what: acknowledged ? 'acknowledged' : 'read' });
        return;
      }
      case 'ContactRecorded': {
        const { channel, result, person, contactedAt: at, reached } = event;
        const spoke = result === 'spoken' && channel !== 'relatives';
        const times = spoke ? { spokenAt: at, ...(channel === 'visit' && { visitedAt: at }) } : {};
        put(rows, event, { ...times, ...stopped(reached) }, { at, what: 'contact', step: channel, result, person });
        return;
      }
      case 'WarningClimbed': {
        const { step, next, dueAt } = event;
        put(rows, event, { step, nextStepAt: next?.at ?? null }, { at: dueAt, what: 'climbed', step });
        return;
      }
      case 'WarningOverdue': {
        const { what, dueAt } = event;
        const before = rows.get(event.warningId)?.overdue ?? [];
        put(rows, event, { overdue: [...before, what] }, { at: dueAt, what: 'overdue', step: what });
        return;
      }
      case 'OutcomeRecorded':
      case 'WarningClosed':
      case 'WatchEnded':
      case 'WarningReopened':
      case 'LossLinked':
      case 'MoveAsked':
      case 'MoveDeclined':
      case 'WarningMoved':
        applyLate(event, rows);
        return;
      default:
        unreachable(event);
    }
  },
});

type Late = Extract<
  WarningEvent,
  {
    type:
      'OutcomeRecorded' | 'WarningClosed' | 'WatchEnded' | 'WarningReopened' | 'LossLinked' | 'MoveAsked' | 'MoveDeclined' | 'WarningMoved';
  }
>;

function applyLate(event: Late, rows: Rows<WarningRow>): void {
  switch (event.type) {
    case 'OutcomeRecorded': {
      const { outcome, furtherSteps, person, recordedAt: at, settled, next } = event;
      const goesOn = next ? { nextStepAt: next.at } : stopped(settled);
      put(rows, event, { outcome, furtherSteps, ...goesOn }, { at, what: 'outcome', result: outcome, person });
      return;
    }
    case 'WarningClosed': {
      const { closedAt, watchUntil = null, outcome, person, channel } = event;
      put(rows, event, { closedAt, watchUntil, outcome, nextStepAt: null }, { at: closedAt, what: 'closed', step: channel, person });
      return;
    }
    case 'WatchEnded':
      put(rows, event, { watchUntil: null }, { at: event.endedAt, what: 'watch-ended' });
      return;
    case 'WarningReopened': {
      const { reopenedAt } = event;
      put(rows, event, { closedAt: null, watchUntil: null, reopenedAt }, { at: reopenedAt, what: 'reopened' });
      return;
    }
    case 'LossLinked': {
      const { caseId, lostFen, learning, linkedAt } = event;
      const before = rows.get(event.warningId);
      const losses = [...(before?.losses ?? []), { caseId, lostFen, learning }];
      const change = { losses, learning, lostFen: (before?.lostFen ?? 0) + lostFen, nextStepAt: null };
      put(rows, event, change, { at: linkedAt, what: 'loss-linked', result: learning });
      return;
    }
    case 'MoveAsked':
      put(rows, event, { movingTo: event.toUnit }, { at: event.askedAt, what: 'transfer-asked', person: event.person });
      return;
    case 'MoveDeclined':
      put(rows, event, { movingTo: null }, { at: event.declinedAt, what: 'transfer-declined', person: event.person });
      return;
    case 'WarningMoved': {
      const { unit, owner, movedAt, person } = event;
      put(rows, event, { unit, owner, movingTo: null }, { at: movedAt, what: 'transferred', person });
      return;
    }
    default:
      unreachable(event);
  }
}

function stopped(reached: boolean): { readonly nextStepAt?: null } {
  return reached ? { nextStepAt: null } : {};
}

function put(
  rows: Rows<WarningRow>,
  { warningId, state }: Pick<WarningEvent, 'warningId' | 'state'>,
  change: Partial<WarningRow>,
  noted: Noted,
): void {
  rows.put({ ...change, warningId, state, history: [...(rows.get(warningId)?.history ?? []), noted] });
}
