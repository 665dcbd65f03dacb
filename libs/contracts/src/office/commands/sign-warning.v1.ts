import { type BodyOf, command } from '../../request.ts';
import { uuid } from '../../words.ts';

/** The owner signs for a warning. */
export const signWarningV1 = command('office.sign-warning.v1', { warningId: uuid });
export type SignWarningV1 = BodyOf<typeof signWarningV1>;
