import { createServer } from 'node:net';

/**
 * Below the range from which systems take the near ends of connections (32768 and up on Linux, 49152 elsewhere): a client that keeps
 * calling a process that was killed could else be given that process’s own port, and hold it when it comes back.
 */
const FROM = 20_000;
const TO = 32_000;
const ATTEMPTS = 200;

/** Free when asked, all different; another program may still be faster. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const found: number[] = [];
  for (let attempt = 0; found.length < count; attempt += 1) {
    if (attempt === ATTEMPTS) throw new Error(`No free ports between ${FROM} and ${TO}`);
    const port = FROM + Math.floor(Math.random() * (TO - FROM));
    if (!found.includes(port) && (await isFree(port))) found.push(port);
  }
  return found;
}

export async function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
