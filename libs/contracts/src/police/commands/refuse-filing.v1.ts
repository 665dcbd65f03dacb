import { type BodyOf, command, text } from '../../request.ts';
import { uuid } from '../../words.ts';

/** Filing is refused, with the approving head's token; the refusal is then served on the complainant. Outcome: caseId, serveDueAt. */
export const refuseFilingV1 = command('police.refuse-filing.v1', { caseId: uuid, reason: text(1_000) });
export type RefuseFilingV1 = BodyOf<typeof refuseFilingV1>;
