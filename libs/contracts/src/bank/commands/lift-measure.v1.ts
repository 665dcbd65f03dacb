import { type BodyOf, command } from '../../request.ts';
import { uuid } from '../../words.ts';
import { keyword } from '../../member-words.ts';

/** The bank ends its own measure. */
export const liftMeasureV1 = command('bank.lift-measure.v1', { measureId: uuid, reason: keyword });
export type LiftMeasureV1 = BodyOf<typeof liftMeasureV1>;
