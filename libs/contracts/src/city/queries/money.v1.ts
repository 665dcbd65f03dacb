import { type BodyOf, query } from '../../request.ts';
import { uuid } from '../../words.ts';

/** Where the money of a case is: accounts by level, movements that carried it, the six places. */
export const cityMoneyV1 = query('city.money.v1', { caseId: uuid });
export type CityMoneyV1 = BodyOf<typeof cityMoneyV1>;
