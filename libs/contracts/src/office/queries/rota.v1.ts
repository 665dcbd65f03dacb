import { type BodyOf, page, query } from '../../request.ts';
import { instant, member } from '../../words.ts';

/** Shifts at the centre that touch the time asked about, the earliest first. */
export const rotaV1 = query('office.rota.v1', { member: member.optional(), from: instant.optional(), until: instant.optional(), ...page });
export type RotaV1 = BodyOf<typeof rotaV1>;
