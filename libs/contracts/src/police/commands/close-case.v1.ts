import { type BodyOf, command, text } from '../../request.ts';
import { uuid } from '../../words.ts';

/** The case is closed. Outcome: caseId. */
export const closeCaseV1 = command('police.close-case.v1', { caseId: uuid, reason: text(1_000) });
export type CloseCaseV1 = BodyOf<typeof closeCaseV1>;
