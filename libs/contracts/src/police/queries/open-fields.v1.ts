import { z } from 'zod';
import { type BodyOf, query, text } from '../../request.ts';
import { sealed, uuid } from '../../words.ts';

/** Opens sealed fields for a purpose; recorded before the answer leaves. Answers {fields: [{ok, clear} or {ok: false, code}]}, in order. */
export const openFieldsV1 = query('police.open-fields.v1', {
  fields: z.array(sealed).min(1).max(200),
  purpose: text(200),
  caseId: uuid.optional(),
});
export type OpenFieldsV1 = BodyOf<typeof openFieldsV1>;
