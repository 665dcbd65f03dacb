/** The next number of a series, for a case: a label for people; the case's id is another. */
export interface NumberAssigned {
  readonly type: 'NumberAssigned';
  readonly number: number;
  readonly caseId: string;
  /** `2021-JH-000001`. */
  readonly caseNo: string;
  /** Set where a bank's report (100401) opens the case. */
  readonly reportId?: string;
}
