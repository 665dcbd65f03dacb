import { cityNode } from '@interlock/city';
import { startGateway } from '@interlock/gateway';
import { runService, startTracedNode } from '@interlock/hosting';
import { issueDemoToken } from '@interlock/interlock';
import { readRegister } from '@interlock/office';

/** The gateway of a distributed city as apps/gateway runs it, without the allowance of points that one member may spend: the bench is one caller. */
const { members, units } = readRegister();

await runService({
  ...{ service: 'gateway', kinds: ['city'], register: { members, units }, edge: 'gateway' },
  start: (_, common) => startTracedNode({ ...common, definition: cityNode, ports: undefined }),
  async serve({ config, nodes, issuers, clock, transport, surroundings, log, sealedThrough, report }) {
    const served = await startGateway(
      {
        ...{ nodes, issuers, clock, transport, surroundings, log, members, report, version: 'bench · distributed' },
        sealedThrough,
        limits: { budget: 1_000_000_000, refillPerSecond: 1_000_000_000 },
      },
      { host: config.host, port: config.port },
    );
    const who = { member: 'police', person: 'p-1001', role: 'duty-officer', unit: 'city-centre' };
    console.log(JSON.stringify({ url: served.url, token: await issueDemoToken(config.data, who) }));
    return served;
  },
});
