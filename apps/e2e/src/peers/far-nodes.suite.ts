import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeDemoCertificates, makeHttpTransport, openPeerClient, readCertificate } from '@interlock/adapters';
import { listenForPeers, verifyToken } from '@interlock/nest-kit';
import { type Afar } from '../gateway/gateway-city.suite.ts';
import { type CuttingProxy, openCuttingProxy } from './cutting-proxy.suite.ts';

/** The line between the gateway and the nodes, once they are there. */
export interface Line {
  proxy?: CuttingProxy;
}

/** All nodes but the city behind one HTTPS server, as in a process of their own, and a line to it that can break. */
export function farNodes(line: Line, deadlineMs: number): Afar {
  return async ({ nodes, issuers }) => {
    const far = new Map([...nodes].filter(([code]) => code !== 'city'));
    const folder = mkdtempSync(join(tmpdir(), 'interlock-far-'));
    await makeDemoCertificates({ folder, names: [...far.keys(), 'gateway'] });
    const server = await listenForPeers({
      nodes: { get: (code) => far.get(code), all: () => [...far.values()] },
      verify: (node, token) => verifyToken(token, { audience: node.code, now: node.context.clock.now(), issuers }),
      keyFor: () => Promise.resolve(undefined),
      certificates: new Map([...far.keys()].map((code) => [code, readCertificate(folder, code)])),
      ...{ host: '127.0.0.1', port: 0 },
      report({ operation, error }) {
        throw new Error(operation, { cause: error });
      },
    });
    const proxy = await openCuttingProxy(server.port);
    line.proxy = proxy;
    const client = openPeerClient({
      addressOf: (node) => (far.has(node) ? `https://127.0.0.1:${String(proxy.port)}` : undefined),
      certificate: readCertificate(folder, 'gateway'),
    });
    const clock = far.get('police')?.context.clock;
    if (!clock) throw new Error('Expected the police');
    return {
      transport: makeHttpTransport({ client, clock, deadlineMs, unreachableMs: 150 }),
      async close() {
        await client.close();
        await proxy.close();
        await server.close();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  };
}
