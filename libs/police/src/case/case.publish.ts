import {
  caseAcceptedV1,
  caseEndedV1,
  caseEnteredV1,
  caseFiledV1,
  type CaseOverdueV1,
  caseOverdueV1,
  caseReportedV1,
  type FactOf,
} from '@interlock/contracts';
import { type Instant, type Told, tell, unreachable } from '@interlock/kernel';
import { type CaseEvent, type DeadlineMissed } from './case.events.ts';

/** City and office follow every case; neither learns a name or a number. */
export function publishCase(event: CaseEvent): readonly Told[] {
  // The office runs duties with deadlines of its own.
  if (event.type === 'DeadlineMissed') return [tell('city', overdue(event))];
  const fact = factOf(event);
  if (!fact) return [];
  // the office links the loss to warnings of the same person; nobody else needs to know whose case it is.
  const forOffice = event.type === 'CaseEntered' && event.victim !== undefined ? { ...fact, victim: event.victim } : fact;
  return [tell('city', fact), tell('office', forOffice)];
}

type CaseFact = FactOf<typeof caseReportedV1 | typeof caseAcceptedV1 | typeof caseEnteredV1 | typeof caseFiledV1 | typeof caseEndedV1>;

function overdue({ caseId, unit, deadline, rule, dueAt }: DeadlineMissed): CaseOverdueV1 {
  return { type: caseOverdueV1.type, caseId, unit, deadline, rule, dueAt };
}

function factOf(event: Exclude<CaseEvent, DeadlineMissed>): CaseFact | undefined {
  const { caseId } = event;
  switch (event.type) {
    case 'CaseReported': {
      const { caseNo, by, unit, reportedAt, scamType, missing } = event;
      const known = { caseId, caseNo, by, unit, reportedAt, missing: [...missing] };
      return { type: caseReportedV1.type, ...known, ...(scamType === undefined ? {} : { scamType }) };
    }
    case 'CaseAccepted':
      return {
        type: caseAcceptedV1.type,
        caseId,
        acceptedAt: event.acceptedAt,
        entryDueAt: event.entryDueAt,
        filingDueAt: event.filingDueAt,
      };
    case 'CaseEntered': {
      const { caseNo, unit, enteredAt, late, scamType } = event;
      const payments = event.payments.map(({ reference, from, to, amountFen, paidAt }) => ({
        reference,
        from: from.accountRef,
        fromBank: from.bank,
        to: to.accountRef,
        toBank: to.bank,
        amountFen,
        paidAt,
      }));
      return { type: caseEnteredV1.type, caseId, caseNo, unit, enteredAt, late, scamType, payments };
    }
    case 'CaseFiled':
      return { type: caseFiledV1.type, caseId, filingId: event.filingId, filedAt: event.filedAt };
    case 'FilingRefused':
      return ended(caseId, 'filing-refused', event.refusedAt);
    case 'CaseTransferred':
      return ended(caseId, 'transferred', event.transferredAt);
    case 'CaseWithdrawn':
      return ended(caseId, 'withdrawn', event.withdrawnAt);
    case 'CaseClosed':
      return ended(caseId, 'closed', event.closedAt);
    case 'RefusalServed':
      return undefined;
    default:
      return unreachable(event);
  }
}

function ended(caseId: string, how: FactOf<typeof caseEndedV1>['how'], endedAt: Instant): CaseFact {
  return { type: caseEndedV1.type, caseId, how, endedAt };
}
