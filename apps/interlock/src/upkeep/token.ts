import { TOKEN_TTL_SECONDS_MAX, issueToken, issuerKeysIn } from '@interlock/nest-kit';
import { readRegister } from '@interlock/office';
import { EXIT, Fault, systemClock } from '@interlock/hosting';
import { type CityFiles, cityFiles } from './city-files.ts';
import { rolesOf } from './roles.ts';

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
      how: `name one of ${readRegister()
        .members.map(({ code }) => code)
        .join(', ')}`,
      exit: EXIT.notFound,
    });
  refuseUnheard(wish, roster);
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

/** Above the register's units stand the city's own organs and the province's, by the first word of their code. */
const ABOVE = /^(city|province)(-|$)/;

/** Such a token would be signed, and every node would refuse it; or it would leave a place in the logs that is none. */
function refuseUnheard({ member, role, unit, audience = [] }: TokenWish, roster: CityFiles['roster']): void {
  const refuse = (code: string, what: string, known: readonly string[]): never => {
    throw new Fault({ code, what, why: 'no node would hear it', how: `name one of ${known.join(', ')}`, exit: EXIT.invalid });
  };
  const roles = rolesOf(member, roster);
  if (!roles.includes(role)) refuse('ROLE_UNKNOWN', `Nobody of ${member} has the role ${role}`, roles);
  const { units } = readRegister();
  if (!ABOVE.test(unit) && !units.some(({ code }) => code === unit)) {
    const counties = units.filter(({ kind }) => kind === 'county').map(({ code }) => code);
    refuse('UNIT_UNKNOWN', `There is no unit ${unit} in this city`, ['city-centre', ...counties, 'a township of units.yaml']);
  }
  const places = ['gateway', ...roster.map(({ code }) => code)];
  const stray = audience.find((code) => !places.includes(code));
  if (stray !== undefined) refuse('NODE_UNKNOWN', `There is no node ${stray} in this city`, places);
}
