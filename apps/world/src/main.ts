import 'reflect-metadata';
import { join, resolve } from 'node:path';
import { readCertificate } from '@interlock/adapters';
import { EXIT, faultOf, listenForStop, printFault, readSettings, screenOn } from '@interlock/hosting';
import { serveWorld } from './serve-world.ts';

const SETTINGS = [
  ...(['INTERLOCK_DATA', 'INTERLOCK_HOST', 'INTERLOCK_PORT', 'INTERLOCK_PEER_PORT', 'INTERLOCK_CERTIFICATES'] as const),
  ...(['INTERLOCK_CLOCK', 'INTERLOCK_CLOCK_SKEW_MS', 'INTERLOCK_REFERENCE_KEY', 'INTERLOCK_LOG_LEVEL', 'INTERLOCK_DEBUG'] as const),
  // What whoever starts the city gives to all of its services.
  ...(['INTERLOCK_LOG_MAX_MB', 'INTERLOCK_KAFKA_CLIENT', 'INTERLOCK_KAFKA_PREFIX', 'INTERLOCK_STORE', 'INTERLOCK_KURRENTDB_URL'] as const),
] as const;

const err = screenOn(process.stderr);
const stopping = listenForStop(() => process.exit(EXIT.interrupted));
const startersEnd = new Promise((gone) => process.once('disconnect', gone));

/** The world outside as a process: a real bank runs its adapter to its own core system in its place. */
try {
  const config = readSettings(SETTINGS, process.env);
  const data = resolve(config.INTERLOCK_DATA);
  const key = config.INTERLOCK_REFERENCE_KEY;
  const served = await serveWorld({
    ...{ data, host: config.INTERLOCK_HOST, port: config.INTERLOCK_PORT, peerPort: config.INTERLOCK_PEER_PORT },
    certificate: readCertificate(config.INTERLOCK_CERTIFICATES ?? join(data, 'certificates'), 'world'),
    ...{ clock: config.INTERLOCK_CLOCK, clockSkewMs: config.INTERLOCK_CLOCK_SKEW_MS },
    ...(key !== undefined && { referenceKey: Buffer.from(key, 'base64url') }),
    report({ operation, error }) {
      say('error', `${operation}: ${error instanceof Error ? error.message : String(error)}`);
    },
  });
  say('info', 'running', { url: served.url, peerUrl: served.peerUrl });
  await Promise.race([stopping.first, startersEnd]);
  await served.stop();
  say('info', 'stopped');
} catch (error) {
  process.exitCode = printFault(err, faultOf(error), process.env['INTERLOCK_DEBUG'] === '1');
} finally {
  stopping.forget();
  if (process.connected) process.disconnect();
}

function say(level: 'info' | 'error', message: string, about: object = {}): void {
  err.print(JSON.stringify({ level, service: 'world', message, ...about }));
}
