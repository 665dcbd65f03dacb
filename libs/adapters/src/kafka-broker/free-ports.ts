import { createServer } from 'node:net';
import { type NodePorts } from './server-properties.ts';

/**
 * Below the range from which systems take the near ends of connections (32768 and up on Linux, 49152 elsewhere): a client that keeps
 * calling a killed broker could else be given the broker’s own port, and hold it when the broker comes back.
 */
const FROM = 20_000;
const TO = 32_000;
const ATTEMPTS = 200;

/** Free when asked; another program may still be faster. */
export async function freePorts(nodes: number): Promise<readonly NodePorts[]> {
  const found: number[] = [];
  for (let attempt = 0; found.length < nodes * 2; attempt += 1) {
    if (attempt === ATTEMPTS) throw new Error(`No free ports between ${FROM} and ${TO}`);
    const port = FROM + Math.floor(Math.random() * (TO - FROM));
    if (!found.includes(port) && (await isFree(port))) found.push(port);
  }
  return Array.from({ length: nodes }, (_, index) => ({ client: found[index * 2] ?? 0, controller: found[index * 2 + 1] ?? 0 }));
}

export async function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
