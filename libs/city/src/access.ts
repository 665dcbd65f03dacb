import { type PersonActor } from '@interlock/kernel';

/** What a reader may see of a case: all of it, or the part that lies at one bank. Nothing else: deny by default. */
export type Sight = { readonly whole: true } | { readonly whole: false; readonly bank: string };

/** People of the police who see whole cases; the office's coordinators are among them. */
const WHOLE_CASES = ['officer', 'duty-officer', 'approving-head', 'lead', 'coordinator', 'office-head'];

/** The police lead the case and see all of it. Others see what lies with them. */
export function sightOf(actor: PersonActor): Sight {
  const seesWhole = actor.member === 'police' && WHOLE_CASES.includes(actor.role);
  return seesWhole ? { whole: true } : { whole: false, bank: actor.member };
}

export function sees(sight: Sight, bank: string): boolean {
  return sight.whole || sight.bank === bank;
}

/** Roles that may read case data at the city: their own part, by `sightOf`. */
export const CASE_READERS: readonly string[] = [...WHOLE_CASES.map((role) => `police/${role}`), '*/operator', '*/lead'];
