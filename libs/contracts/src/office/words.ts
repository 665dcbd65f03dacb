import { z } from 'zod';
import { member } from '../words.ts';

/** Staff or badge number inside the member, never a name. */
export const staff = z.string().regex(/^[a-z0-9][a-z0-9-]{0,40}$/, { error: 'Not a staff number: small letters, digits, hyphens' });

/** A named post of a member: `centre-desk`. */
export const post = z.string().regex(/^[a-z][a-z0-9-]{1,40}$/, { error: 'Not a post: small letters, digits, hyphens' });

/** Code of a duty inside its list: `answer-orders/bank-rural`. */
export const dutyId = z.string().regex(/^[a-z][a-z0-9-]{1,40}(?:\/[a-z][a-z0-9-]{1,40})?$/, { error: 'Not a duty of a list' });

/** */
export const warningLevel = z.enum(['special_high', 'high', 'medium', 'low']);

/** */
export const warningSource = z.enum(['fund', 'call', 'app', 'url', 'bank', 'telecom']);

/** */
export const warningChannel = z.enum(['sms', 'ai-call', 'human-call', 'relatives', 'visit']);

/** */
export const warningOutcome = z.enum([
  ...(['dissuaded_no_transfer', 'dissuaded_partial_loss', 'already_transferred', 'refused_disbelieves'] as const),
  ...(['unreachable', 'wrong_person', 'false_positive', 'moved_jurisdiction'] as const),
]);

/** How far a warning has come: the furthest so far; `paid-anyway` once a loss is linked; `watched` after the closing of a high one. */
export const warningState = z.enum([
  ...(['issued', 'sent', 'delivered', 'read', 'spoken', 'visited', 'paid-anyway', 'watched', 'closed'] as const),
]);

/** */
export const lossLearning = z.enum(['not_read', 'read_but_paid']);

/** `T17`. */
export const scamType = z.string().regex(/^T\d{2}$/, { error: 'Not a scam type: T and two digits' });

/** Who answers for a warning: a member's post. */
export const owner = z.strictObject({ member, post });

/** A day of the city's calendar. */
export const day = z.iso.date({ error: 'Not a day: 2021-03-22' });
