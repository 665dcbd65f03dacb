import { z } from 'zod';
import { keyword } from '../../member-words.ts';
import { type BodyOf, command, text } from '../../request.ts';
import { clearPhone } from '../../telecom/words.ts';
import { instant, member, unit } from '../../words.ts';
import { owner, scamType, warningLevel, warningSource } from '../words.ts';

/**
 * A warning about a person. Its id is made of the command's id. A telephone and its operator come together or not at all: without
 * them nobody can be texted, and the ladder climbs at its limits. The due times run from `receivedAt`.
 * Outcome: warningId, dueTimes.
 */
export const issueWarningV1 = command('office.issue-warning.v1', {
  level: warningLevel,
  source: warningSource,
  scamType,
  unit,
  /** Whoever answers for it: the police's warning desk if left out. */
  owner: owner.optional(),
  subject: z
    .strictObject({ name: text(100).optional(), idNumber: text(40).optional(), phone: clearPhone.optional(), operator: member.optional() })
    .refine(({ idNumber, phone }) => idNumber !== undefined || phone !== undefined, { error: 'An id number or a telephone is needed' })
    .refine(({ phone, operator }) => (phone === undefined) === (operator === undefined), {
      path: ['operator'],
      error: 'A telephone and its operator come together',
    }),
  evidence: z.array(keyword).max(20).default([]),
  /** Now if left out. */
  receivedAt: instant.optional(),
});
export type IssueWarningV1 = BodyOf<typeof issueWarningV1>;
