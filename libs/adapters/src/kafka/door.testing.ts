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

/** From now on whoever calls the one address is put through to the other, after that long. */
export async function passOn(from: string, to: string, afterMs = 0): Promise<{ close(): Promise<void> }> {
  const [host = '', port = ''] = to.split(':');
  const open = new Set<Socket>();
  const server = createServer((caller) => {
    const put = (through: Socket): Socket => {
      open.add(through);
      return through.on('error', () => undefined);
    };
    put(caller);
    setTimeout(() => {
      if (!caller.destroyed) caller.pipe(put(connect(Number(port), host))).pipe(caller);
    }, afterMs);
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
