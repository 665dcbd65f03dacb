import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { type Socket, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeDemoCertificates } from '@interlock/adapters';
import { ROOT, holderNow, openDataFolder } from '@interlock/hosting';
import { createIssuers } from '@interlock/nest-kit';
import { afterAll, describe, expect, it } from '@jest/globals';

const folder = mkdtempSync(join(tmpdir(), 'interlock-stopped-at-start-'));
const certificates = join(folder, 'certificates');
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Takes connections and never says a word: a server that hangs. */
async function silentServer() {
  const sockets = new Set<Socket>();
  const met = Promise.withResolvers<undefined>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    met.resolve(undefined);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    met: met.promise,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

describe('a service that is asked to stop while it starts', () => {
  it('and waits for a store that hangs, and for a broker that is away, ends in good order within 20 s', async () => {
    const opened = openDataFolder(folder, ['police']);
    await Promise.all([
      createIssuers(folder, ['police']),
      opened.makeSecrets(['police']),
      makeDemoCertificates({ folder: certificates, names: ['police'] }),
    ]);
    opened.lock.release();
    const store = await silentServer();
    const env = {
      ...{ PATH: process.env['PATH'], INTERLOCK_DATA: folder, INTERLOCK_PORT: '0', INTERLOCK_NODES: 'police' },
      ...{ INTERLOCK_KAFKA_BROKERS: '127.0.0.1:1', INTERLOCK_STORE: 'kurrentdb' },
      INTERLOCK_KURRENTDB_URL: `kurrentdb://127.0.0.1:${String(store.port)}?tls=false`,
    };
    const service = spawn(process.execPath, [join(ROOT, 'apps/police/dist/main.js')], { env, stdio: ['ignore', 'ignore', 'pipe'] });
    process.once('exit', () => service.kill('SIGKILL'));
    let said = '';
    service.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    const ended = new Promise((resolve) => service.once('exit', (code, signal) => resolve({ code, signal })));
    await store.met;
    const asked = performance.now();
    service.kill('SIGTERM');
    expect({ ended: await ended, said }).toMatchObject({ ended: { code: 0, signal: null }, said: expect.stringContaining('"stopped"') });
    expect(performance.now() - asked).toBeLessThan(20_000);
    expect(said).not.toContain('"running"');
    expect(holderNow(join(folder, 'police'))).toBeUndefined();
    store.close();
  }, 40_000);
});
