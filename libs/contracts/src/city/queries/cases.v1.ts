import { type BodyOf, page, query } from '../../request.ts';
import { unit } from '../../words.ts';

/** The cases of the city, newest first, with the six places of each. */
export const cityCasesV1 = query('city.cases.v1', { ...page, unit: unit.optional() });
export type CityCasesV1 = BodyOf<typeof cityCasesV1>;
