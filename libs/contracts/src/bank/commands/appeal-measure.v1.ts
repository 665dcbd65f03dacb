import { type BodyOf, command } from '../../request.ts';
import { uuid } from '../../words.ts';
import { why } from '../../member-words.ts';

/** The person appeals against a measure; an operator takes it down. */
export const appealMeasureV1 = command('bank.appeal-measure.v1', { measureId: uuid, grounds: why });
export type AppealMeasureV1 = BodyOf<typeof appealMeasureV1>;
