import { z } from 'zod';
import { type FactOf, fact } from '../fact.ts';
import { instant, member, numberRef, uuid } from '../words.ts';

/** The line is shut, restricted or held. To police, office and city. */
export const lineSuspendedV1 = fact('telecom.line-suspended.v1', {
  measureId: uuid,
  numberRef,
  operator: member,
  kind: z.enum(['suspend', 'restrict-outgoing', 'protective-hold']),
  because: z.enum(['own', 'police', 'reverification']),
  /** The request of the police that this answers. */
  requestId: uuid.optional(),
  legalBasis: z.string(),
  requester: z.string(),
  grade: z.string(),
  reason: z.string(),
  suspendedAt: instant,
  /** A protective hold ends by itself. */
  until: instant.optional(),
  /** the way back. */
  remedy: z.object({ channel: z.string(), papers: z.array(z.string()) }),
});
export type LineSuspendedV1 = FactOf<typeof lineSuspendedV1>;
