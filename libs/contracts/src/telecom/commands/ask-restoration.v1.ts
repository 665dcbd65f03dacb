import { keyword } from '../../member-words.ts';
import { type BodyOf, command } from '../../request.ts';
import { uuid } from '../../words.ts';
import { ownLine } from '../words.ts';

/** An objection against a measure was verified, or its requester wants it undone: the clock of restoration runs. */
export const askRestorationV1 = command('telecom.ask-restoration.v1', { line: ownLine, measureId: uuid, reason: keyword });
export type AskRestorationV1 = BodyOf<typeof askRestorationV1>;
