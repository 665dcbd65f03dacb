import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeDemoCertificates, openHttpOutside, readCertificate } from '@interlock/adapters';
import { openDataFolder, rosterOf, verifyAtNode } from '@interlock/hosting';
import { openEmbeddedCity } from '@interlock/interlock';
import { type Node, type Trouble } from '@interlock/kernel';
import { ControlModule, listenForPeers, makeControlledClock } from '@interlock/nest-kit';
import { readRegister } from '@interlock/office';
import { serveWorld } from '@interlock/world-service';

/** A city that is reached over HTTPS only, as by a player who knows nothing but its folder. */
export interface CityBehindHttp {
  readonly data: string;
  readonly troubles: readonly Trouble[];
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';

/**
 * Every node in this process, with lanes in process: but the world outside is served, the nodes are reached at two addresses as if by two
 * services, and all of it by certificates. So the player's way to a distributed city is tried without a broker.
 */
export async function openCityBehindHttp(data: string): Promise<CityBehindHttp> {
  const register = readRegister();
  const codes = rosterOf(register.members).map(({ code }) => code);
  const certificates = join(data, 'certificates');
  const troubles: Trouble[] = [];
  const folder = openDataFolder(data, codes);
  await makeDemoCertificates({ folder: certificates, names: [...codes, 'world', 'player'] });
  const world = await serveWorld({
    ...{ data, host: HOST, port: 0, peerPort: 0, clock: 'virtual', report: () => undefined },
    certificate: readCertificate(certificates, 'world'),
  });
  const clock = makeControlledClock({ file: folder.file('clock.json') });
  const outsideOf = (code: string) =>
    openHttpOutside({ url: world.peerUrl, certificate: readCertificate(certificates, code), servername: 'world' });
  const city = await openEmbeddedCity({
    ...{ folder, register, clock, writerThreads: 2 },
    outside: { core: (bank) => outsideOf(bank).core(bank), network: (operator) => outsideOf(operator).network(operator) },
    report: (trouble) => troubles.push(trouble),
  });
  const serveNodes = async (isHere: (node: Node) => boolean) => {
    const here = city.all().filter(isHere);
    const nodes = { get: (code: string) => here.find((node) => node.code === code), all: () => here };
    const server = await listenForPeers({
      ...{ nodes, verify: verifyAtNode(city.issuers), keyFor: async () => 'not-granted', host: HOST, port: 0 },
      certificates: new Map(here.map(({ code }) => [code, readCertificate(certificates, code)])),
      modules: [ControlModule.of({ nodes, clock })],
      report: () => undefined,
    });
    return { server, peers: here.map(({ code }) => [code, server.url] as const) };
  };
  const banks = await serveNodes(({ kind }) => kind === 'bank');
  const others = await serveNodes(({ kind }) => kind !== 'bank');
  mkdirSync(folder.file('run'), { recursive: true });
  const peers = Object.fromEntries([...banks.peers, ...others.peers, ['world', world.peerUrl]]);
  writeFileSync(folder.file('run', 'peers.json'), JSON.stringify(peers));
  return {
    ...{ data, troubles },
    async stop() {
      await Promise.all([banks.server.close(), others.server.close()]);
      await city.stop();
      await world.stop();
      folder.lock.release();
    },
  };
}
