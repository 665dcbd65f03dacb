import { startGateway } from '@interlock/gateway';
import { INTERLOCK_VERSION, type Served, type Serving } from '@interlock/hosting';
import { PlayedCityModule } from '@interlock/nest-kit';
import { type Member } from '@interlock/office';
import { commandValidUntil } from '@interlock/rulebook';

/** The API of the distributed city: the city’s node in this process, all others over the transport. */
export function serveApi(serving: Serving, members: readonly Member[]): Promise<Served> {
  const { config, nodes, issuers, clock, transport, surroundings, log, sealedThrough, report } = serving;
  return startGateway(
    {
      ...{ nodes, issuers, clock, transport, surroundings, log, members, report, version: `${INTERLOCK_VERSION} · distributed` },
      sealedThrough,
      validUntil: commandValidUntil, // D-01
      modules: config.clock === 'virtual' ? [PlayedCityModule.of({ data: config.data })] : [],
    },
    { host: config.host, port: config.port },
  );
}
