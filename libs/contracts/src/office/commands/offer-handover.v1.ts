import { type BodyOf, command } from '../../request.ts';
import { keyword } from '../../member-words.ts';
import { member, uuid } from '../../words.ts';
import { dutyId, post } from '../words.ts';

/** The accountable member offers the duty to another member or post; it stays accountable until that one accepts. The due time stays. */
export const offerHandoverV1 = command('office.offer-handover.v1', {
  caseId: uuid,
  dutyId,
  toMember: member,
  toPost: post,
  reason: keyword,
});
export type OfferHandoverV1 = BodyOf<typeof offerHandoverV1>;
