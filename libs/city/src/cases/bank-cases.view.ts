import { type FreezeOrderedV1, type StopOrderedV1 } from '@interlock/contracts';
import { type Instant, isBefore, view } from '@interlock/kernel';

/** A case that lies with a bank, since it was first sent an order of it: all that the bank may know of the case itself. */
export interface BankCaseRow {
  readonly id: string;
  readonly bank: string;
  readonly caseId: string;
  readonly caseNo: string;
  readonly since: Instant;
}

export const bankCases = view<BankCaseRow, StopOrderedV1 | FreezeOrderedV1>({
  name: 'city_bank_cases',
  version: 1,
  rows: { key: 'id', indexes: ['bank', 'since', 'caseNo'] },
  on: ['police.stop-ordered.v1', 'police.freeze-ordered.v1'],
  apply({ bank, caseId, caseNo, orderedAt }, rows) {
    const id = bankCaseKey(bank, caseId);
    const known = rows.get(id);
    if (!known || isBefore(orderedAt, known.since)) rows.put({ id, bank, caseId, caseNo, since: orderedAt });
  },
});

export function bankCaseKey(bank: string, caseId: string): string {
  return `${bank}/${caseId}`;
}
