import { type BodyOf, query } from '../../request.ts';
import { uuid } from '../../words.ts';

/** One case: state, deadlines, what is missing, payments (references and sums; no personal data), places of its loss as known now, `firstStopEndsAt`. */
export const caseV1 = query('police.case.v1', { caseId: uuid });
export type CaseV1 = BodyOf<typeof caseV1>;
