import { type TimerChange, timers, to, unreachable } from '@interlock/kernel';
import {
  type ContactRecorded,
  type DeliveryRecorded,
  type LossLinked,
  type NextRung,
  type OutcomeRecorded,
  type Overdue,
  type WarningClimbed,
  type WarningClosed,
  type WarningIssued,
  type WarningRead,
  type WarningReopened,
  type WarningSigned,
} from './warning.events.ts';
import { warningStream } from './warning.stream.ts';

type Deciding =
  | WarningIssued
  | WarningSigned
  | DeliveryRecorded
  | WarningRead
  | ContactRecorded
  | WarningClimbed
  | OutcomeRecorded
  | WarningClosed
  | WarningReopened
  | LossLinked;

/** the next rung of each warning, what people have to do by when, and the end of the watch. */
export const keepWarningDeadlines = timers<Deciding>({
  name: 'office_keep_warning_deadlines',
  on: [
    ...(['WarningIssued', 'WarningSigned', 'DeliveryRecorded', 'WarningRead', 'ContactRecorded'] as const),
    ...(['WarningClimbed', 'OutcomeRecorded', 'WarningClosed', 'WarningReopened', 'LossLinked'] as const),
  ],
  changes(event) {
    const { warningId } = event;
    switch (event.type) {
      case 'WarningIssued':
        return [...rung(warningId, event.next), ...acts(event)];
      case 'WarningSigned':
        return [cancel(warningId, 'sign')];
      case 'WarningRead':
        return event.reached ? [cancel(warningId, 'ladder')] : [];
      case 'DeliveryRecorded':
      case 'ContactRecorded': {
        const cancels = event.reached ? [cancel(warningId, 'ladder')] : [];
        if (event.channel === 'human-call') cancels.push(cancel(warningId, 'first-contact'));
        if (event.channel === 'visit') cancels.push(cancel(warningId, 'first-contact'), cancel(warningId, 'in-person'));
        return cancels;
      }
      case 'WarningClimbed':
        return rung(warningId, event.next);
      case 'OutcomeRecorded':
        return event.settled ? untried(warningId) : rung(warningId, event.next);
      case 'WarningClosed':
        return [...untried(warningId), cancel(warningId, 'sign'), ...watch(event)];
      case 'WarningReopened':
        return [cancel(warningId, 'watch')];
      case 'LossLinked':
        return untried(warningId);
      default:
        return unreachable(event);
    }
  },
});

type What = Overdue | 'ladder' | 'watch';

function idOfTimer(warningId: string, what: What): string {
  return `${warningId}/${what}`;
}

function cancel(warningId: string, what: What): TimerChange {
  return { cancel: idOfTimer(warningId, what) };
}

function untried(warningId: string): readonly TimerChange[] {
  return [cancel(warningId, 'ladder'), cancel(warningId, 'first-contact'), cancel(warningId, 'in-person')];
}

function rung(warningId: string, next: NextRung | undefined): readonly TimerChange[] {
  if (!next) return [];
  const then = to(warningStream, warningId, { type: 'ClimbLadder', index: next.index });
  return [{ set: idOfTimer(warningId, 'ladder'), dueAt: next.at, then }];
}

function acts({ warningId, due }: WarningIssued): readonly TimerChange[] {
  const all: readonly Overdue[] = ['sign', 'first-contact', 'in-person'];
  return all.flatMap((what) => {
    const dueAt = due[what];
    return dueAt === undefined
      ? []
      : [{ set: idOfTimer(warningId, what), dueAt, then: to(warningStream, warningId, { type: 'NoteOverdue', what }) }];
  });
}

function watch({ warningId, watchUntil }: WarningClosed): readonly TimerChange[] {
  if (watchUntil === undefined) return [];
  const then = to(warningStream, warningId, { type: 'EndWatch', watchUntil });
  return [{ set: idOfTimer(warningId, 'watch'), dueAt: watchUntil, then }];
}
