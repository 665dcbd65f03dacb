import { z } from 'zod';
import { keyword, remedy, riskGrade } from '../../member-words.ts';
import { type BodyOf, command } from '../../request.ts';
import { instant, member } from '../../words.ts';
import { ownLine } from '../words.ts';

/**
 * Shut a line, restrict it, or hold a victim's line for its protection. The measure's id is the command's id.
 * Refused without reason, remedy channel and papers, without legal basis, requester and grade;
 * a protective hold needs `until`.
 */
export const stopLineV1 = command('telecom.stop-line.v1', {
  line: ownLine,
  kind: z.enum(['suspend', 'restrict-outgoing', 'protective-hold']),
  legalBasis: keyword.optional(),
  /** Member that wants it; the operator itself unless named. */
  requester: member.optional(),
  grade: riskGrade.optional(),
  reason: keyword.optional(),
  remedy: remedy.default({}),
  until: instant.optional(),
});
export type StopLineV1 = BodyOf<typeof stopLineV1>;
