import { type Instant, type Rows, unreachable, view } from '@interlock/kernel';
import { type EscalationAddressee } from '@interlock/rulebook';
import { type DoneBy, type Duty, type DutyListEvent } from './duty-list.events.ts';
import { type DutyStatus } from './duty-list.state.ts';

/** One duty of one case, as its member sees it. */
export interface DutyRow extends Duty {
  /** `<case id>/<duty id>`. */
  readonly id: string;
  readonly caseId: string;
  readonly template: string;
  readonly version: number;
  readonly state: DutyStatus;
  /** Overdue and open first, then open, then the rest; in each by due time. */
  readonly rank: string;
  readonly isOverdue: boolean;
  /** an alert. */
  readonly isHolderMissing: boolean;
  readonly acceptedBy?: string;
  readonly offeredTo?: { readonly member: string; readonly post: string } | null;
  /** The member that a handover is offered to; empty: none. */
  readonly offeredMember: string;
  readonly doneBy?: DoneBy | null;
  readonly doneAt?: Instant | null;
  readonly isLate?: boolean;
  /** D-03, R-811: the ladder's steps so far. */
  readonly escalations: readonly {
    readonly level: number;
    readonly to: EscalationAddressee;
    readonly rule: string;
    readonly at: Instant;
  }[];
}

export const duties = view<DutyRow, DutyListEvent>({
  name: 'office_duties',
  version: 1,
  rows: { key: 'id', indexes: ['caseId', 'member', 'offeredMember', 'state', 'rank'] },
  on: [
    ...(['DutyListOpened', 'DutiesAssigned', 'DutyAccepted', 'HandoverOffered', 'HandoverDeclined', 'DutyHandedOver'] as const),
    ...(['DutyDone', 'DutyChecked', 'DutyReturned', 'DutyEscalated', 'DutiesLifted', 'DutyHolderMissing', 'DutyHolderFound'] as const),
  ],
  apply(event, rows) {
    const { caseId } = event;
    switch (event.type) {
      case 'DutyListOpened':
      case 'DutiesAssigned':
        for (const duty of event.duties)
          put(rows, caseId, duty.dutyId, { ...duty, ...NEW, template: event.template, version: event.version });
        return;
      case 'DutyAccepted':
        put(rows, caseId, event.dutyId, { state: 'accepted', acceptedBy: event.person, ...NO_OFFER });
        return;
      case 'HandoverOffered':
        put(rows, caseId, event.dutyId, { offeredTo: { member: event.toMember, post: event.toPost }, offeredMember: event.toMember });
        return;
      case 'HandoverDeclined':
        put(rows, caseId, event.dutyId, { ...NO_OFFER });
        return;
      case 'DutyHandedOver': {
        const { dutyId, member, post, person } = event;
        put(rows, caseId, dutyId, { state: 'accepted', member, post, acceptedBy: person, ...NO_OFFER, isHolderMissing: false });
        return;
      }
      case 'DutyDone':
        put(rows, caseId, event.dutyId, { state: 'done', doneBy: event.by, doneAt: event.doneAt, isLate: event.late, ...NO_OFFER });
        return;
      case 'DutyChecked':
        put(rows, caseId, event.dutyId, { state: 'checked' });
        return;
      case 'DutyReturned':
        put(rows, caseId, event.dutyId, { state: 'accepted', doneBy: null, doneAt: null });
        return;
      case 'DutyEscalated': {
        const { dutyId, level, to, rule, escalatedAt: at } = event;
        const before = rows.get(`${caseId}/${dutyId}`)?.escalations ?? [];
        put(rows, caseId, dutyId, { isOverdue: true, escalations: [...before, { level, to, rule, at }] });
        return;
      }
      case 'EscalationAnswered':
        return;
      case 'DutiesLifted':
        for (const { dutyId } of event.duties) put(rows, caseId, dutyId, { state: 'lifted', ...NO_OFFER });
        return;
      case 'DutyHolderMissing':
      case 'DutyHolderFound':
        for (const { dutyId } of event.duties) put(rows, caseId, dutyId, { isHolderMissing: event.type === 'DutyHolderMissing' });
        return;
      default:
        unreachable(event);
    }
  },
});

const NO_OFFER = { offeredTo: null, offeredMember: '' } as const;
const NEW = { ...NO_OFFER, state: 'assigned', isOverdue: false, isHolderMissing: false, escalations: [] } as const;

function put(rows: Rows<DutyRow>, caseId: string, dutyId: string, change: Partial<DutyRow>): void {
  const id = `${caseId}/${dutyId}`;
  const { state = 'assigned', isOverdue = false, dueAt = '' } = { ...rows.get(id), ...change };
  rows.put({ ...change, id, caseId, rank: `${groupOf(state, isOverdue)} ${dueAt}` });
}

function groupOf(state: DutyStatus, isOverdue: boolean): string {
  if (state !== 'assigned' && state !== 'accepted') return '3-over';
  return isOverdue ? '1-overdue' : '2-open';
}
