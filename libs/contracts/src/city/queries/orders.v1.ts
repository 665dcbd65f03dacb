import { type BodyOf, query } from '../../request.ts';
import { member, uuid } from '../../words.ts';
import { twoWayPage } from '../words.ts';

/** Stop orders, of a case or of a bank, or one, in the order sent. A bank sees its own. */
export const cityOrdersV1 = query('city.orders.v1', {
  ...twoWayPage,
  caseId: uuid.optional(),
  bank: member.optional(),
  orderId: uuid.optional(),
});
export type CityOrdersV1 = BodyOf<typeof cityOrdersV1>;
