import { type Instant, type TimerChange, isBefore, timers, to, unreachable } from '@interlock/kernel';
import { dutyEscalations } from '@interlock/rulebook';
import {
  type DutiesAssigned,
  type DutiesLifted,
  type Duty,
  type DutyDone,
  type DutyEscalated,
  type DutyListOpened,
  type DutyReturned,
} from './duty-list.events.ts';
import { dutyList } from './duty-list.stream.ts';

type Deciding = DutyListOpened | DutiesAssigned | DutyEscalated | DutyReturned | DutyDone | DutiesLifted;

/** D-03, R-811: one deadline for each open duty: the next step of its ladder. */
export const escalateDuties = timers<Deciding>({
  name: 'office_escalate_duties',
  on: ['DutyListOpened', 'DutiesAssigned', 'DutyEscalated', 'DutyReturned', 'DutyDone', 'DutiesLifted'],
  changes(event) {
    const { caseId } = event;
    switch (event.type) {
      case 'DutyListOpened':
      case 'DutiesAssigned':
        return event.duties.flatMap((duty) => step(caseId, duty, 0));
      case 'DutyEscalated':
        return step(caseId, event, event.level + 1);
      case 'DutyReturned':
        // Not before the return: a step that came due meanwhile may have been answered, and one deadline fires once.
        return step(caseId, event, event.escalated, event.returnedAt);
      case 'DutyDone':
        return [{ cancel: idOfTimer(caseId, event.dutyId) }];
      case 'DutiesLifted':
        return event.duties.map(({ dutyId }) => ({ cancel: idOfTimer(caseId, dutyId) }));
      default:
        return unreachable(event);
    }
  },
});

function step(
  caseId: string,
  { dutyId, dueAt }: Pick<Duty, 'dutyId' | 'dueAt'>,
  level: number,
  notBefore?: Instant,
): readonly TimerChange[] {
  const due = dutyEscalations(dueAt)[level];
  if (!due) return [];
  const then = to(dutyList, caseId, { type: 'EscalateDuty', dutyId, level });
  return [{ set: idOfTimer(caseId, dutyId), dueAt: notBefore !== undefined && isBefore(due.at, notBefore) ? notBefore : due.at, then }];
}

function idOfTimer(caseId: string, dutyId: string): string {
  return `${caseId}/${dutyId}`;
}
