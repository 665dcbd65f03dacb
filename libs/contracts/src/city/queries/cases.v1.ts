import { type BodyOf, query } from '../../request.ts';
import { unit } from '../../words.ts';
import { twoWayPage } from '../words.ts';

/** The cases of the city, newest first, with the six places of each. A bank sees those that lie with it. */
export const cityCasesV1 = query('city.cases.v1', { ...twoWayPage, unit: unit.optional() });
export type CityCasesV1 = BodyOf<typeof cityCasesV1>;
