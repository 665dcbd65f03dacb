import { once } from 'node:events';
import { type AddressInfo, type Socket, connect, createServer } from 'node:net';

/** An address of this machine where nobody listens. */
export async function freeAddress(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = addressOf(server.address());
  server.close();
  await once(server, 'close');
  return `127.0.0.1:${String(port)}`;
}

/** From now on whoever calls the one address is put through to the other. */
export async function passOn(from: string, to: string): Promise<{ close(): Promise<void> }> {
  const [host = '', port = ''] = to.split(':');
  const open = new Set<Socket>();
  const server = createServer((caller) => {
    const called = connect(Number(port), host);
    for (const socket of [caller, called]) {
      open.add(socket);
      socket.on('error', () => undefined);
    }
    caller.pipe(called).pipe(caller);
  });
  server.listen(Number(from.split(':')[1]), '127.0.0.1');
  await once(server, 'listening');
  return {
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('No port');
  return address;
}
