import { type Cast } from './played-city.ts';

/** The people of a story beside its victims: one for each part that somebody must play. */
const CENTRE = 'city-centre';

export const OFFICER: Cast = { member: 'police', person: 'p-1001', role: 'duty-officer', unit: CENTRE };
export const SECOND_OFFICER: Cast = { member: 'police', person: 'p-1002', role: 'officer', unit: CENTRE };
export const APPROVING_HEAD: Cast = { member: 'police', person: 'p-1003', role: 'approving-head', unit: CENTRE };
export const COORDINATOR: Cast = { member: 'police', person: 'p-1004', role: 'coordinator', unit: CENTRE };

/** The operator on duty at a bank, payment institution or telecom operator. */
export function operatorOf(member: string): Cast {
  return { member, person: 'o-2001', role: 'operator', unit: CENTRE };
}
