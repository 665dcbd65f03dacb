import { type BodyOf, command, text } from '../../request.ts';
import { uuid } from '../../words.ts';

/** The case is withdrawn: its freezes are then due to be lifted. Outcome: caseId. */
export const withdrawCaseV1 = command('police.withdraw-case.v1', { caseId: uuid, reason: text(1_000) });
export type WithdrawCaseV1 = BodyOf<typeof withdrawCaseV1>;
