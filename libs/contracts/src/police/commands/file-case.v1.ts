import { type BodyOf, command } from '../../request.ts';
import { uuid } from '../../words.ts';

/** The case is filed on the approving head's own token. Outcome: caseId, filingId, filedAt. */
export const fileCaseV1 = command('police.file-case.v1', { caseId: uuid });
export type FileCaseV1 = BodyOf<typeof fileCaseV1>;
