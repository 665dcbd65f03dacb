import { type BodyOf, query } from '../../request.ts';
import { uuid } from '../../words.ts';

/** One warning with its history of contacts and steps. */
export const warningV1 = query('office.warning.v1', { warningId: uuid });
export type WarningV1 = BodyOf<typeof warningV1>;
