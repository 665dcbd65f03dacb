import { openDataFolder, rosterOf, systemClock } from '@interlock/hosting';
import { openEmbeddedCity } from '@interlock/interlock';
import { type CoreBanking, type LineNetwork } from '@interlock/kernel';
import { startGateway } from '@interlock/gateway';
import { issueToken } from '@interlock/nest-kit';
import { readRegister } from '@interlock/office';

/** Serves a played city's API as `npm start` does, without the allowance of points that one member may spend: the bench is one caller. */
const [dataDir] = process.argv.slice(2);
if (dataDir === undefined) throw new Error('Started by the bench, with a folder');

const register = readRegister();
const folder = openDataFolder(
  dataDir,
  rosterOf(register.members).map(({ code }) => code),
);
const city = await openEmbeddedCity({
  folder,
  register,
  clock: systemClock,
  // Nobody commands anything here: only reads are measured.
  outside: { core: (): CoreBanking => nothing(), network: (): LineNetwork => nothing() },
  report: () => undefined,
});
const gateway = await startGateway(
  {
    nodes: city,
    issuers: city.issuers,
    clock: systemClock,
    members: register.members,
    version: 'bench',
    report: ({ operation, error }) => console.error(operation, error),
    limits: { budget: 1_000_000_000, refillPerSecond: 1_000_000_000 },
  },
  { host: '127.0.0.1', port: 0 },
);
const token = await issueToken(
  {
    member: 'police',
    person: 'p-1001',
    role: 'duty-officer',
    unit: 'city-centre',
    audience: ['gateway', ...city.roster.map(({ code }) => code)],
    ttlSeconds: 3_600,
    now: systemClock.now(),
  },
  city.issuerKeys,
);
console.log(JSON.stringify({ url: gateway.url, token }));
process.on(
  'SIGTERM',
  () =>
    void gateway
      .close()
      .then(() => city.stop())
      .then(() => process.exit(0)),
);

function nothing<Outside extends object>(): Outside {
  const empty: object = {};
  return new Proxy(empty, { get: () => () => Promise.reject(new Error('Nobody is outside in the bench')) }) as Outside;
}
