import { type AccountRef, type Fen, type Instant, unreachable, view } from '@interlock/kernel';
import { type CaseStatus } from './case.decider.ts';
import { type CaseDeadline, type CaseEvent } from './case.events.ts';

export interface CaseRow {
  readonly caseId: string;
  readonly caseNo: string;
  readonly state: CaseStatus;
  readonly by: 'victim' | 'bank';
  readonly bank?: string;
  readonly unit: string;
  readonly reportedAt: Instant;
  /** */
  readonly missing: readonly string[];
  readonly unfit?: readonly string[];
  readonly receipt: string;
  readonly scamType?: string;
  readonly acceptedAt?: Instant;
  /** */
  readonly entryDueAt?: Instant;
  /** R-121; a stop’s end usually comes first. */
  readonly filingDueAt?: Instant;
  readonly enteredAt?: Instant;
  readonly enteredLate?: boolean;
  readonly payments?: readonly {
    readonly reference: string;
    readonly from: AccountRef;
    readonly fromBank: string;
    readonly to: AccountRef;
    readonly toBank: string;
    readonly amountFen: Fen;
    readonly paidAt: Instant;
  }[];
  readonly filingId?: string;
  readonly filedAt?: Instant;
  readonly endedAt?: Instant;
  readonly toOrgan?: string;
  /** */
  readonly refusalDueAt?: Instant;
  readonly refusalServedAt?: Instant;
  /** Limits that passed without the act, in that order. */
  readonly missed?: readonly CaseDeadline[];
}

export const cases = view<CaseRow, CaseEvent>({
  name: 'police_cases',
  version: 1,
  rows: { key: 'caseId', indexes: ['state', 'caseNo', 'reportedAt', 'unit'] },
  on: [
    'CaseReported',
    'CaseAccepted',
    'CaseEntered',
    'CaseTransferred',
    'CaseFiled',
    'FilingRefused',
    'RefusalServed',
    'DeadlineMissed',
    'CaseWithdrawn',
    'CaseClosed',
  ],
  apply(event, rows) {
    const { caseId } = event;
    switch (event.type) {
      case 'CaseReported': {
        const { caseNo, by, bank, unit, reportedAt, missing, unfit, receipt, scamType } = event;
        const known = { caseId, caseNo, state: 'reported', by, unit, reportedAt, missing, receipt, ...(unfit && { unfit }) } as const;
        rows.put({ ...known, ...(bank === undefined ? {} : { bank }), ...(scamType === undefined ? {} : { scamType }) });
        return;
      }
      case 'CaseAccepted': {
        const { acceptedAt, entryDueAt, filingDueAt } = event;
        rows.put({ caseId, state: 'accepted', acceptedAt, entryDueAt, filingDueAt });
        return;
      }
      case 'CaseEntered': {
        const { enteredAt, late, scamType } = event;
        const payments = event.payments.map(({ reference, from, to, amountFen, paidAt }) => ({
          reference,
          from: from.accountRef,
          fromBank: from.bank,
          to: to.accountRef,
          toBank: to.bank,
          amountFen,
          paidAt,
        }));
        rows.put({ caseId, state: 'entered', enteredAt, enteredLate: late, scamType, payments });
        return;
      }
      case 'CaseTransferred': {
        rows.put({ caseId, state: 'transferred', endedAt: event.transferredAt, toOrgan: event.toOrgan });
        return;
      }
      case 'CaseFiled': {
        rows.put({ caseId, state: 'filed', filingId: event.filingId, filedAt: event.filedAt });
        return;
      }
      case 'FilingRefused': {
        rows.put({ caseId, state: 'filing-refused', endedAt: event.refusedAt, refusalDueAt: event.serveDueAt });
        return;
      }
      case 'RefusalServed': {
        rows.put({ caseId, refusalServedAt: event.servedAt });
        return;
      }
      case 'DeadlineMissed': {
        rows.put({ caseId, missed: [...(rows.get(caseId)?.missed ?? []), event.deadline] });
        return;
      }
      case 'CaseWithdrawn': {
        rows.put({ caseId, state: 'withdrawn', endedAt: event.withdrawnAt });
        return;
      }
      case 'CaseClosed': {
        rows.put({ caseId, state: 'closed', endedAt: event.closedAt });
        return;
      }
      default:
        return unreachable(event);
    }
  },
});
