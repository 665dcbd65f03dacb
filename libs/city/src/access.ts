import { type PersonActor } from '@interlock/kernel';

/** What a reader may see of a case: all of it, or the part that lies at one bank. Nothing else: deny by default. */
export type Sight = { readonly whole: true } | { readonly whole: false; readonly bank: string };

/** The police lead the case and see all of it; the office’s coordinators are people of that member. Others see what lies with them. */
export function sightOf(actor: PersonActor): Sight {
  return actor.member === 'police' ? { whole: true } : { whole: false, bank: actor.member };
}

export function sees(sight: Sight, bank: string): boolean {
  return sight.whole || sight.bank === bank;
}

/** Roles that may read case data at the city: their own part, by `sightOf`. */
export const CASE_READERS = [
  'police/officer',
  'police/duty-officer',
  'police/approving-head',
  'police/lead',
  'police/coordinator',
  'police/office-head',
  '*/operator',
  '*/lead',
] as const;
