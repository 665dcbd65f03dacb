import { type DutiesAssignedV1, type DutyChangedV1 } from '@interlock/contracts';
import { unreachable } from '@interlock/kernel';
import { type DutyListEvent } from './duty-list.events.ts';

/** What the city learns: everything of a duty but the persons and the words of a reply. */
export function dutyFacts(event: DutyListEvent): readonly (DutiesAssignedV1 | DutyChangedV1)[] {
  const { caseId } = event;
  const type = 'office.duty-changed.v1';
  switch (event.type) {
    case 'DutyListOpened':
    case 'DutiesAssigned': {
      const { template, version, duties } = event;
      const assignedAt = event.type === 'DutiesAssigned' ? event.assignedAt : event.acceptedAt;
      return [{ type: 'office.duties-assigned.v1', caseId, template, version, assignedAt, duties: [...duties] }];
    }
    case 'DutyAccepted':
      return [{ type, ...duty(event), change: 'accepted', at: event.acceptedAt }];
    case 'HandoverOffered': {
      const offeredTo = { member: event.toMember, post: event.toPost };
      return [{ type, ...duty(event), change: 'handover-offered', at: event.offeredAt, offeredTo }];
    }
    case 'HandoverDeclined':
      return [{ type, ...duty(event), change: 'handover-declined', at: event.declinedAt }];
    case 'DutyHandedOver':
      return [{ type, ...duty(event), change: 'handed-over', at: event.handedOverAt }];
    case 'DutyDone':
      return [{ type, ...duty(event), change: 'done', at: event.doneAt, late: event.late }];
    case 'DutyChecked':
      return [{ type, ...duty(event), change: 'checked', at: event.checkedAt }];
    case 'DutyReturned':
      return [{ type, ...duty(event), change: 'returned', at: event.returnedAt }];
    case 'DutyEscalated': {
      const { level, to, step, rule, escalatedAt } = event;
      return [{ type, ...duty(event), change: level === 0 ? 'overdue' : 'escalated', at: escalatedAt, level, to, step, rule }];
    }
    case 'EscalationAnswered':
      return [{ type, ...duty(event), change: 'replied', at: event.answeredAt, level: event.level }];
    case 'DutiesLifted':
      return event.duties.map((one) => ({ type, ...duty({ caseId, ...one }), change: 'lifted', at: event.liftedAt }));
    case 'DutyHolderMissing':
      return event.duties.map((one) => {
        const { rule, notedAt } = event;
        return { type, ...duty({ caseId, ...one }), change: 'holder-missing', at: notedAt, rule };
      });
    case 'DutyHolderFound':
      return event.duties.map((one) => ({ type, ...duty({ caseId, ...one }), change: 'holder-found', at: event.notedAt }));
    default:
      return unreachable(event);
  }
}

type OfDuty = Required<Pick<DutyChangedV1, 'caseId' | 'dutyId' | 'member' | 'post'>>;

function duty({ caseId, dutyId, member, post }: OfDuty): OfDuty {
  return { caseId, dutyId, member, post };
}
