import { fromMs, type Instant, MS_PER_MINUTE, MS_PER_SECOND, type PersonActor, toMs } from '@interlock/kernel';
import { compactVerify, decodeJwt, decodeProtectedHeader, SignJWT } from 'jose';
import { type IssuerKeys, type Issuers } from './issuers.ts';

export interface TokenRequest {
  readonly member: string;
  /** Badge or staff number, never a name. */
  readonly person: string;
  readonly role: string;
  readonly unit: string;
  readonly purpose?: string;
  /** Codes of the nodes that own what is asked for, or `gateway`: each hop checks that it is named. */
  readonly audience: string | readonly string[];
  readonly ttlSeconds: number;
  /** Business time. */
  readonly now: Instant;
}

export interface TokenCheck {
  /** The node's own code, or `gateway`. */
  readonly audience: string;
  /** The node's business clock. */
  readonly now: Instant;
  readonly issuers: Issuers;
}

export type TokenErrorCode =
  'TOKEN_MISSING' | 'TOKEN_MALFORMED' | 'TOKEN_FORGED' | 'TOKEN_EXPIRED' | 'TOKEN_WRONG_AUDIENCE' | 'TOKEN_UNKNOWN_MEMBER';

export type TokenAnswer =
  | { readonly ok: true; readonly actor: PersonActor; readonly expiresAt: Instant }
  | { readonly ok: false; readonly code: TokenErrorCode; readonly message: string };

/** A shift: a token is short-lived, as nothing calls it back. */
export const TOKEN_TTL_SECONDS_MAX = 12 * 3_600;
const TOKEN_CHARACTERS_MAX = 4_096;
/** A node whose clock is ten minutes slow goes on serving its own people: a signed token of the future is no forgery, only a clock that is wrong. */
const CLOCKS_APART_MINUTES_MAX = 15;
/** Codes, badge and staff numbers: what is signed here goes into the log in clear, so no name may hide in it. */
const CODE = /^[A-Za-z0-9][A-Za-z0-9._:@/-]{0,63}$/;

interface Claims {
  readonly actor: PersonActor;
  readonly audience: readonly string[];
  readonly issuedMs: number;
  readonly expiresMs: number;
}

/** Signs a token with the member's own key. Throws a RangeError for a request that no node would accept. */
export async function issueToken(request: TokenRequest, keys: IssuerKeys): Promise<string> {
  const { member, person, role, unit, purpose, audience, ttlSeconds, now } = request;
  const key = keys(member);
  if (!key) throw new RangeError(`No issuer key of member ${JSON.stringify(member)} is held here`);
  const issuedAt = Math.floor(toMs(now) / MS_PER_SECOND);
  const claims = {
    iss: member,
    sub: person,
    role,
    unit,
    ...(purpose !== undefined && { purpose }),
    aud: typeof audience === 'string' ? [audience] : [...audience],
    iat: issuedAt,
    exp: issuedAt + ttlSeconds,
  };
  if (!readClaims(claims)) throw new RangeError('Person, role, unit, purpose and audience are codes; a token lives 1 second to 12 hours');
  return new SignJWT(claims).setProtectedHeader({ alg: 'EdDSA', typ: 'JWT', kid: key.kid }).sign(key.privateKey);
}

/** Who asks, or why that is not believed. Checks nothing of what the person may do: that is the owning node's policy. */
export async function verifyToken(token: string | undefined, check: TokenCheck): Promise<TokenAnswer> {
  if (token === undefined || token === '') return refused('TOKEN_MISSING', 'A signed token is needed: Authorization: Bearer …');
  if (token.length > TOKEN_CHARACTERS_MAX) return malformed();
  const known = remembered(check.issuers).get(token);
  const claims = known ?? (await believed(token, check.issuers));
  if ('code' in claims) return claims;
  return inForce(claims, check);
}

function inForce(claims: Claims, { audience, now }: TokenCheck): TokenAnswer {
  if (!claims.audience.includes(audience)) {
    return refused('TOKEN_WRONG_AUDIENCE', `The token is for ${claims.audience.join(', ')}, not for ${audience}`);
  }
  const nowMs = toMs(now);
  const expiresAt = fromMs(claims.expiresMs);
  if (nowMs >= claims.expiresMs) return refused('TOKEN_EXPIRED', `The token expired at ${expiresAt}; it is ${now}: sign in again`);
  if (claims.issuedMs > nowMs + CLOCKS_APART_MINUTES_MAX * MS_PER_MINUTE) {
    return refused('TOKEN_EXPIRED', `The token is of ${fromMs(claims.issuedMs)}, later than this node's clock, which says ${now}`);
  }
  return { ok: true, actor: claims.actor, expiresAt };
}

/** The claims of a token that its member signed. Only these are remembered: a signature stays true, while time and audience are asked each time. */
async function believed(token: string, issuers: Issuers): Promise<Claims | Extract<TokenAnswer, { readonly ok: false }>> {
  const read = readUnverified(token);
  if (!read) return malformed();
  const { alg, kid, claims } = read;
  const keys = issuers.members.get(claims.actor.member);
  if (!keys) return refused('TOKEN_UNKNOWN_MEMBER', `No member ${claims.actor.member} is registered`);
  const key = keys.get(kid); // the member's own: another member's key is none
  if (alg !== 'EdDSA' || !key) return forged();
  try {
    await compactVerify(token, key, { algorithms: ['EdDSA'] });
  } catch {
    return forged(); // the shape was read above: what jose still refuses is the signature or an extension we do not know
  }
  remember(issuers, token, claims);
  return claims;
}

function readUnverified(token: string): { readonly alg: string; readonly kid: string; readonly claims: Claims } | undefined {
  try {
    const { alg, kid } = decodeProtectedHeader(token);
    const claims = readClaims(decodeJwt(token));
    return claims && typeof alg === 'string' ? { alg, kid: typeof kid === 'string' ? kid : '', claims } : undefined;
  } catch {
    return undefined; // not three parts of base64url JSON
  }
}

function readClaims(claims: Readonly<Record<string, unknown>>): Claims | undefined {
  const { iss: member, sub: person, role, unit, purpose, aud, iat, exp } = claims;
  if (!isCode(member) || !isCode(person) || !isCode(role) || !isCode(unit)) return undefined;
  if (purpose !== undefined && !isCode(purpose)) return undefined;
  const audience: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  if (audience.length === 0 || !audience.every(isCode)) return undefined;
  if (typeof iat !== 'number' || typeof exp !== 'number' || !Number.isSafeInteger(iat) || !Number.isSafeInteger(exp)) return undefined;
  if (iat < 0 || exp <= iat || exp - iat > TOKEN_TTL_SECONDS_MAX || exp > LAST_SECOND) return undefined;
  const actor: PersonActor = { kind: 'person', member, person, role, unit, ...(purpose !== undefined && { purpose }) };
  return { actor, audience, issuedMs: iat * MS_PER_SECOND, expiresMs: exp * MS_PER_SECOND };
}

/** End of the year 9999: later there are no instants. */
const LAST_SECOND = 253_402_300_799;

function isCode(value: unknown): value is string {
  return typeof value === 'string' && CODE.test(value);
}

const TOKENS_REMEMBERED_MAX = 4_096;
const memory = new WeakMap<Issuers, Map<string, Claims>>();

function remembered(issuers: Issuers): ReadonlyMap<string, Claims> {
  return memory.get(issuers) ?? new Map<string, Claims>();
}

function remember(issuers: Issuers, token: string, claims: Claims): void {
  const tokens = memory.get(issuers) ?? new Map<string, Claims>();
  const [oldest] = tokens.keys();
  if (tokens.size >= TOKENS_REMEMBERED_MAX && oldest !== undefined) tokens.delete(oldest);
  tokens.set(token, claims);
  memory.set(issuers, tokens);
}

function malformed() {
  return refused('TOKEN_MALFORMED', 'This is no token of a member: ask the member for a new one');
}

function forged() {
  return refused('TOKEN_FORGED', 'The token is not signed by a registered key of its member');
}

function refused(code: TokenErrorCode, message: string) {
  return { ok: false, code, message } as const;
}
