import { type Server, createServer } from 'node:net';

/** Ports that nobody listens at now, all different; the operating system chooses. */
export async function freePorts(count: number, host = '127.0.0.1'): Promise<readonly number[]> {
  // All are held until the last is known, else one could be given twice.
  const servers = await Promise.all(Array.from({ length: count }, () => listening(host)));
  const ports = servers.map((server) => {
    const address = server.address();
    if (typeof address !== 'object' || address === null) throw new Error('A server that listens has no address');
    return address.port;
  });
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
  return ports;
}

function listening(host: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject).listen({ host, port: 0 }, () => {
      resolve(server);
    });
  });
}
