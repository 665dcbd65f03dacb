import { z } from 'zod';
import { type BodyOf, query } from '../../request.ts';
import { uuid } from '../../words.ts';

/** One case, by id or by its number: the case as far as the asker may see it. */
export const cityCaseV1 = query('city.case.v1', { caseId: uuid.optional(), caseNo: z.string().max(40).optional() });
export type CityCaseV1 = BodyOf<typeof cityCaseV1>;
