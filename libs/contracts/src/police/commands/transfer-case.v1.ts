import { type BodyOf, command, text } from '../../request.ts';
import { instant, uuid } from '../../words.ts';

/** The case goes to the organ in charge: after its emergency measures, so not before its entry. Outcome: caseId, late. */
export const transferCaseV1 = command('police.transfer-case.v1', {
  caseId: uuid,
  toOrgan: text(100),
  /** When the transfer was decided; now if left out. */
  decidedAt: instant.optional(),
});
export type TransferCaseV1 = BodyOf<typeof transferCaseV1>;
