import { type BodyOf, query } from '../../request.ts';
import { unit } from '../../words.ts';
import { warningLevel, warningState } from '../../office/words.ts';
import { twoWayPage } from '../words.ts';

/** What became of warnings, the newest first, without anything of the persons warned. For the police and the joint office. */
export const cityWarningsV1 = query('city.warnings.v1', {
  ...twoWayPage,
  level: warningLevel.optional(),
  state: warningState.optional(),
  unit: unit.optional(),
});
export type CityWarningsV1 = BodyOf<typeof cityWarningsV1>;
