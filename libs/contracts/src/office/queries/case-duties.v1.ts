import { type BodyOf, query } from '../../request.ts';
import { uuid } from '../../words.ts';

/** All duties of a case that the reader may see. */
export const caseDutiesV1 = query('office.case-duties.v1', { caseId: uuid });
export type CaseDutiesV1 = BodyOf<typeof caseDutiesV1>;
