import { type BodyOf, command, text } from '../../request.ts';
import { uuid } from '../../words.ts';
import { dutyId } from '../words.ts';

/** the right of reply of a member whose duty is overdue. The words are sealed. */
export const replyToEscalationV1 = command('office.reply-to-escalation.v1', { caseId: uuid, dutyId, reply: text(2_000) });
export type ReplyToEscalationV1 = BodyOf<typeof replyToEscalationV1>;
