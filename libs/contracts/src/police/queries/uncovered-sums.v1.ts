import { type BodyOf, query } from '../../request.ts';
import { uuid } from '../../words.ts';

/** Known traced money under a stop in force that no freeze covers (ordered and unanswered ones count as covering): sums [{caseId, accountRef, bank, fen, isFiled}]. */
export const uncoveredSumsV1 = query('police.uncovered-sums.v1', { caseId: uuid.optional() });
export type UncoveredSumsV1 = BodyOf<typeof uncoveredSumsV1>;
