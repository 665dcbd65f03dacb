import { type Instant, type TimerChange, plusMs, timers, to } from '@interlock/kernel';
import { type CaseDeadline, type CaseEvent } from './case.events.ts';
import { caseStream } from './case.stream.ts';

type Clocked = Exclude<CaseEvent, { readonly type: 'CaseReported' | 'DeadlineMissed' }>;

/** what is owed is recorded as missed when its limit has passed. Whether an act is late follows from the data, not from this. */
export const caseDeadlineTimer = timers<Clocked>({
  name: 'police_mark_case_deadline_missed',
  on: ['CaseAccepted', 'CaseEntered', 'CaseFiled', 'FilingRefused', 'RefusalServed', 'CaseTransferred', 'CaseWithdrawn', 'CaseClosed'],
  changes(event) {
    const { caseId } = event;
    switch (event.type) {
      case 'CaseAccepted':
        return [owed(caseId, 'entry', event.entryDueAt), owed(caseId, 'filing', event.filingDueAt)];
      case 'CaseEntered':
        return [done(caseId, 'entry')];
      case 'CaseFiled':
        return [done(caseId, 'filing')];
      case 'FilingRefused':
        return [done(caseId, 'filing'), owed(caseId, 'service', event.serveDueAt)];
      case 'RefusalServed':
        return [done(caseId, 'service')];
      case 'CaseTransferred':
      case 'CaseWithdrawn':
      case 'CaseClosed':
        return [done(caseId, 'entry'), done(caseId, 'filing')];
    }
  },
});

/** At the limit itself nothing is late yet. */
function owed(caseId: string, deadline: CaseDeadline, dueAt: Instant): TimerChange {
  return { set: `${caseId}/${deadline}`, dueAt: plusMs(dueAt, 1), then: to(caseStream, caseId, { type: 'MarkMissed', deadline, dueAt }) };
}

function done(caseId: string, deadline: CaseDeadline): TimerChange {
  return { cancel: `${caseId}/${deadline}` };
}
