import { type BodyOf, query } from '../../request.ts';
import { member, uuid } from '../../words.ts';
import { twoWayPage } from '../words.ts';

/** Stop orders, of a case or of a bank, in the order sent. A bank sees its own. */
export const cityOrdersV1 = query('city.orders.v1', { ...twoWayPage, caseId: uuid.optional(), bank: member.optional() });
export type CityOrdersV1 = BodyOf<typeof cityOrdersV1>;
