import { type BodyOf, page, query } from '../../request.ts';
import { unit } from '../../words.ts';
import { warningLevel, warningState } from '../words.ts';

/** Warnings, the newest first. */
export const warningsV1 = query('office.warnings.v1', {
  level: warningLevel.optional(),
  state: warningState.optional(),
  unit: unit.optional(),
  ...page,
});
export type WarningsV1 = BodyOf<typeof warningsV1>;
