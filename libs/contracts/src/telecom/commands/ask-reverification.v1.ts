import { z } from 'zod';
import { keyword, remedy, riskGrade } from '../../member-words.ts';
import { type BodyOf, command } from '../../request.ts';
import { member } from '../../words.ts';
import { ownLine } from '../words.ts';

/** Tell the line's user to verify again within 24 hours; not done or not passed, the line is suspended. The ask's id is the command's id. */
export const askReverificationV1 = command('telecom.ask-reverification.v1', {
  line: ownLine,
  ground: z.enum(['involved', 'many-cards', 'sleeping', 'silent', 'hot-area', 'model']),
  legalBasis: keyword.optional(),
  requester: member.optional(),
  grade: riskGrade.optional(),
  remedy: remedy.default({}),
});
export type AskReverificationV1 = BodyOf<typeof askReverificationV1>;
