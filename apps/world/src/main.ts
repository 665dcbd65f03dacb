import 'reflect-metadata';
import { join, resolve } from 'node:path';
import { readCertificate } from '@interlock/adapters';
import { EXIT, faultOf, listenForStop, outliveScreens, printFault, readSettings, screenOn, SERVICE } from '@interlock/hosting';
import { makeLog } from '@interlock/nest-kit';
import { serveWorld } from './serve-world.ts';

outliveScreens();
const err = screenOn(process.stderr);
const stopping = listenForStop(() => process.exit(EXIT.interrupted));
/** Whoever starts services with a channel keeps it open as long as it lives. */
const startersEnd = new Promise((gone) => process.once('disconnect', gone));

// The world outside as a process: a real bank runs its adapter to its own core system in its place.
try {
  const config = readSettings(SERVICE, process.env);
  const log = makeLog({
    service: 'world',
    level: config.INTERLOCK_LOG_LEVEL,
    destination: {
      write: (line) => {
        err.print(line.trimEnd());
      },
    },
  });
  const data = resolve(config.INTERLOCK_DATA);
  const key = config.INTERLOCK_REFERENCE_KEY;
  const served = await serveWorld({
    ...{ data, host: config.INTERLOCK_HOST, port: config.INTERLOCK_PORT, peerPort: config.INTERLOCK_PEER_PORT },
    certificate: readCertificate(config.INTERLOCK_CERTIFICATES ?? join(data, 'certificates'), 'world'),
    ...{ clock: config.INTERLOCK_CLOCK, clockSkewMs: config.INTERLOCK_CLOCK_SKEW_MS },
    ...(key !== undefined && { referenceKey: Buffer.from(key, 'base64url') }),
    report: ({ operation, error }) => {
      log.error(`${operation} failed`, { error });
    },
  });
  log.info('running', { url: served.url, peerUrl: served.peerUrl });
  await Promise.race([stopping.first, startersEnd]);
  log.info('stopping');
  await served.stop();
  log.info('stopped');
} catch (error) {
  process.exitCode = printFault(err, faultOf(error), process.env['INTERLOCK_DEBUG'] === '1');
} finally {
  stopping.forget();
  if (process.connected) process.disconnect();
}
