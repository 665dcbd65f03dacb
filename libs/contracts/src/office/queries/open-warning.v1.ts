import { keyword } from '../../member-words.ts';
import { type BodyOf, query } from '../../request.ts';
import { uuid } from '../../words.ts';

/** Whom a warning is for, in clear, to call or visit; the opening is recorded with its purpose. */
export const openWarningV1 = query('office.open-warning.v1', { warningId: uuid, purpose: keyword });
export type OpenWarningV1 = BodyOf<typeof openWarningV1>;
