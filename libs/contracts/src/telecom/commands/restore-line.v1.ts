import { keyword } from '../../member-words.ts';
import { type BodyOf, command } from '../../request.ts';
import { uuid } from '../../words.ts';
import { ownLine } from '../words.ts';

/** End a measure; with the last one the line opens. */
export const restoreLineV1 = command('telecom.restore-line.v1', { line: ownLine, measureId: uuid, reason: keyword });
export type RestoreLineV1 = BodyOf<typeof restoreLineV1>;
