import { type Clock, isAfter, isBefore, plusMs, MS_PER_MINUTE, type Instant } from '@interlock/kernel';
import { type IssuerKeys, issueToken } from '@interlock/nest-kit';
import { type Cast } from '@interlock/simulator';

const TTL_SECONDS = 8 * 3_600;
const TTL_MS = TTL_SECONDS * 1_000;

/** Signs tokens for the people of a story or of the demo: one each and node, until it is about to expire. */
export function createTokenDesk(keys: IssuerKeys, clock: Pick<Clock, 'now'>): (cast: Cast, audience: string) => Promise<string> {
  const signed = new Map<string, { readonly token: string; readonly from: Instant }>();
  return async ({ member, person, role, unit }, audience) => {
    const name = JSON.stringify([member, person, role, unit, audience]);
    const now = clock.now();
    const known = signed.get(name);
    if (known && !isBefore(now, known.from) && isAfter(plusMs(known.from, TTL_MS - MS_PER_MINUTE), now)) return known.token;
    const token = await issueToken({ member, person, role, unit, audience, ttlSeconds: TTL_SECONDS, now }, keys);
    signed.set(name, { token, from: now });
    return token;
  };
}
