import { startGateway } from '@interlock/gateway';
import { INTERLOCK_VERSION, type Served, type Serving } from '@interlock/hosting';
import { PlayedCityModule } from '@interlock/nest-kit';
import { type Member } from '@interlock/office';
import { commandValidUntil } from '@interlock/rulebook';

/**
 * The API of the distributed city: the city’s node in this process, all others over the transport. The player’s calls are on the API’s port:
 * each is checked for the player’s certificate, and there are none but in a played city. What others ask for its state is where its probes are.
 */
export async function serveApi(serving: Serving, members: readonly Member[]): Promise<Served> {
  const { config, nodes, issuers, clock, transport, surroundings, log, sealedThrough, report } = serving;
  const { host, port, probePort } = config;
  const { probeUrl, close } = await startGateway(
    {
      ...{ nodes, issuers, clock, transport, surroundings, log, members, report, version: `${INTERLOCK_VERSION} · distributed` },
      sealedThrough,
      validUntil: commandValidUntil, // D-01
      modules: config.clock === 'virtual' ? [PlayedCityModule.of({ data: config.data })] : [],
    },
    { host, port, ...(probePort !== undefined && { probePort }) },
  );
  return { url: probeUrl, close };
}
