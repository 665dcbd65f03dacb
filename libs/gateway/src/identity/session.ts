import { type PersonActor, type Instant } from '@interlock/kernel';
import { type Issuers, verifyToken } from '@interlock/nest-kit';
import { type Clock } from '@interlock/kernel';
import { parse, Kind } from 'graphql';
import { unauthenticated } from '../errors.ts';

/** Who calls, for the time of one request or one socket. */
export interface Session {
  readonly person?: SignedIn;
  /** Of the header Interlock-Seen: a position token that reads have to have passed. */
  readonly seen?: string;
  /** Of the header traceparent (W3C Trace Context): the caller’s own trace, which its commands go on with. */
  readonly traceparent?: string;
  /** What reads could not show yet: told in `extensions.stale`. */
  readonly stale: { readonly node: string; readonly position: string; readonly reached: string }[];
  /** Closes the socket that the session came over. */
  close?(code: number, reason: string): void;
}

export interface SignedIn {
  readonly actor: PersonActor;
  /** As it was sent: the owning node verifies it again. */
  readonly token: string;
  readonly expiresAt: Instant;
}

const BEARER = /^Bearer ([\w.-]+)$/i;
const PUBLIC_FIELDS = new Set(['about', '__typename']);

/** Verifies the bearer token. Throws UNAUTHENTICATED for a token that does not hold, and for anything but the public fields without one. */
export async function openSession(
  sent: {
    readonly authorization?: string | undefined;
    readonly seen?: string | undefined;
    readonly traceparent?: string | undefined;
    readonly document?: unknown;
  },
  { issuers, clock }: { readonly issuers: Issuers; readonly clock: Clock },
): Promise<Session> {
  const common = {
    stale: [],
    ...(sent.seen !== undefined && { seen: sent.seen }),
    ...(sent.traceparent !== undefined && { traceparent: sent.traceparent }),
  };
  if (sent.authorization === undefined) {
    if (isPublic(sent.document)) return common;
    throw unauthenticated('TOKEN_MISSING', 'A signed token is needed: Authorization: Bearer …');
  }
  const token = BEARER.exec(sent.authorization)?.[1];
  const answer = await verifyToken(token, { audience: 'gateway', now: clock.now(), issuers });
  if (!answer.ok) throw unauthenticated(answer.code, answer.message);
  return { ...common, person: { actor: answer.actor, token: token ?? '', expiresAt: answer.expiresAt } };
}

/** Looked at before validation: a stranger learns nothing of the schema, by errors neither. */
function isPublic(document: unknown): boolean {
  if (typeof document !== 'string' || document.length > PUBLIC_CHARACTERS_MAX) return false;
  try {
    return parse(document, { noLocation: true }).definitions.every(
      (definition) =>
        definition.kind === Kind.OPERATION_DEFINITION &&
        definition.selectionSet.selections.every((field) => field.kind === Kind.FIELD && PUBLIC_FIELDS.has(field.name.value)),
    );
  } catch {
    return false;
  }
}

const PUBLIC_CHARACTERS_MAX = 1_000;
