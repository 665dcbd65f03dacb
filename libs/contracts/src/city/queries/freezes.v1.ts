import { type BodyOf, query } from '../../request.ts';
import { member, uuid } from '../../words.ts';
import { twoWayPage } from '../words.ts';

/** Freezes, of a case or of a bank, or one, in the order made. A bank sees its own. */
export const cityFreezesV1 = query('city.freezes.v1', {
  ...twoWayPage,
  caseId: uuid.optional(),
  bank: member.optional(),
  freezeId: uuid.optional(),
});
export type CityFreezesV1 = BodyOf<typeof cityFreezesV1>;
