import { type BodyOf, command } from '../../request.ts';
import { instant, uuid } from '../../words.ts';

/** The refusal to file was served on the complainant; a late service is marked. Outcome: caseId, late. */
export const serveRefusalV1 = command('police.serve-refusal.v1', { caseId: uuid, servedAt: instant.optional() });
export type ServeRefusalV1 = BodyOf<typeof serveRefusalV1>;
