import {
  type CaseAcceptedV1,
  type CaseEndedV1,
  type CaseEnteredV1,
  type CaseFiledV1,
  type CaseOverdueV1,
  type CaseReportedV1,
} from '@interlock/contracts';
import { type Instant, view } from '@interlock/kernel';

/** One case as the whole city knows it. Facts come over several lanes: each writes what it knows. */
export interface CaseRow {
  readonly caseId: string;
  readonly caseNo: string;
  readonly by: 'victim' | 'bank';
  readonly unit: string;
  readonly reportedAt: Instant;
  readonly missing: readonly string[];
  readonly scamType?: string | undefined;
  readonly acceptedAt?: Instant;
  readonly entryDueAt?: Instant;
  /** R-121; a stop of the case usually ends before. */
  readonly filingDueAt?: Instant;
  /** Limits that passed without the act. */
  readonly missed?: readonly CaseOverdueV1['deadline'][];
  readonly enteredAt?: Instant;
  readonly isLate?: boolean;
  readonly levelOne?: readonly { readonly accountRef: string; readonly bank: string }[];
  readonly filedAt?: Instant;
  readonly ended?: CaseEndedV1['how'];
  readonly endedAt?: Instant;
}

type Fact = CaseReportedV1 | CaseAcceptedV1 | CaseEnteredV1 | CaseFiledV1 | CaseOverdueV1 | CaseEndedV1;

export const cases = view<CaseRow, Fact>({
  name: 'city_cases',
  version: 1,
  rows: { key: 'caseId', indexes: ['caseNo', 'reportedAt', 'unit'] },
  on: [
    'police.case-reported.v1',
    'police.case-accepted.v1',
    'police.case-entered.v1',
    'police.case-filed.v1',
    'police.case-overdue.v1',
    'police.case-ended.v1',
  ],
  apply(fact, rows) {
    const { caseId } = fact;
    switch (fact.type) {
      case 'police.case-reported.v1': {
        const { caseNo, by, unit, reportedAt, missing, scamType } = fact;
        rows.put({ caseId, caseNo, by, unit, reportedAt, missing, ...(scamType !== undefined && { scamType }) });
        return;
      }
      case 'police.case-accepted.v1': {
        const { acceptedAt, entryDueAt, filingDueAt } = fact;
        rows.put({ caseId, acceptedAt, entryDueAt, ...(filingDueAt !== undefined && { filingDueAt }) });
        return;
      }
      case 'police.case-entered.v1':
        rows.put({
          caseId,
          caseNo: fact.caseNo,
          unit: fact.unit,
          scamType: fact.scamType,
          enteredAt: fact.enteredAt,
          isLate: fact.late,
          levelOne: fact.payments.map(({ to, toBank }) => ({ accountRef: to, bank: toBank })),
        });
        return;
      case 'police.case-filed.v1':
        rows.put({ caseId, filedAt: fact.filedAt });
        return;
      case 'police.case-overdue.v1':
        rows.put({ caseId, missed: [...(rows.get(caseId)?.missed ?? []), fact.deadline] });
        return;
      case 'police.case-ended.v1':
        rows.put({ caseId, ended: fact.how, endedAt: fact.endedAt });
    }
  },
});
