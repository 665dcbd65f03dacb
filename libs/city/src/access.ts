import { type PersonActor } from '@interlock/kernel';

/** What a reader may see: all, or the part that lies with one member. Nothing else: deny by default. */
export type Sight = { readonly whole: true } | { readonly whole: false; readonly member: string };

/** People of the police who see whole cases; the office's coordinators are among them. */
const WHOLE_CASES = ['officer', 'duty-officer', 'approving-head', 'lead', 'coordinator', 'office-head'];

/** The police lead the case and see all of it. Others see what lies with them. */
export function sightOf(actor: PersonActor): Sight {
  const seesWhole = actor.member === 'police' && WHOLE_CASES.includes(actor.role);
  return seesWhole ? { whole: true } : { whole: false, member: actor.member };
}

export function sees(sight: Sight, member: string): boolean {
  return sight.whole || sight.member === member;
}

/** Who sees the whole: the police and the joint office. */
const WHOLE_READERS: readonly string[] = WHOLE_CASES.map((role) => `police/${role}`);

/** Who may read case data at the city: police and office the whole, a bank’s people their own part, by `sightOf`. */
export const CASE_READERS: readonly string[] = [...WHOLE_READERS, '@bank/operator', '@bank/lead'];

/** People of any member who answer for its part: each what is its own member’s, by `sightOf`. */
export const MEMBER_READERS: readonly string[] = [...WHOLE_READERS, '*/operator', '*/lead', '*/liaison'];

/** The warning desk: people of the police and of the joint office. */
export const WARNING_READERS: readonly string[] = ['officer', 'duty-officer', 'lead', 'coordinator', 'office-head'].map(
  (role) => `police/${role}`,
);

/**
 * A feed tells of cases, accounts and numbers: of a member that handles those only who may ask for them reads it, so it is no second door.
 * The others have their duties and seats in theirs, which is their liaison’s work.
 */
export const FEED_READERS: readonly string[] = [
  ...CASE_READERS,
  ...['@telecom/operator', '@telecom/lead'],
  ...['@member/operator', '@member/lead', '@member/liaison'],
];
