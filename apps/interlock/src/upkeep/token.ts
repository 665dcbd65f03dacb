import { TOKEN_TTL_SECONDS_MAX, issueToken, issuerKeysIn } from '@interlock/nest-kit';
import { type CityFiles, cityFiles } from './city-files.ts';
import { systemClock } from '../embedded/system-clock.ts';
import { EXIT, Fault } from '../faults/fault.ts';

export interface TokenWish {
  readonly member: string;
  readonly person: string;
  readonly role: string;
  readonly unit: string;
  readonly purpose?: string;
  /** Unset: the gateway and every node of the city. */
  readonly audience?: readonly string[];
  readonly ttlSeconds?: number;
}

/** Signs a token with the member’s key as the demo city keeps it; elsewhere only the member has that key. */
export async function issueDemoToken(dataDir: string, wish: TokenWish): Promise<string> {
  const { folder, roster }: CityFiles = cityFiles(dataDir);
  const keys = issuerKeysIn(folder.path);
  if (!keys(wish.member))
    throw new Fault({
      code: 'MEMBER_UNKNOWN',
      what: `No key of member ${wish.member} lies in ${dataDir}`,
      why: 'it is none of the members of this city',
      how: 'name a code of members.yaml, such as police or bank-rural',
      exit: EXIT.notFound,
    });
  try {
    return await issueToken(
      {
        ...wish,
        audience: wish.audience ?? ['gateway', ...roster.map(({ code }) => code)],
        ttlSeconds: wish.ttlSeconds ?? TOKEN_TTL_SECONDS_MAX,
        now: systemClock.now(),
      },
      keys,
    );
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Fault(
      {
        code: 'TOKEN_REFUSED',
        what: 'Such a token cannot be made',
        why: error.message,
        how: 'use codes (letters, digits, hyphens), never a name, and at most 12 hours',
        exit: EXIT.invalid,
      },
      { cause: error },
    );
  }
}
