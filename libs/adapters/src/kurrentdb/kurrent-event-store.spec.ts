import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { eventStoreSuite } from '../conformance/event-store/event-store.suite.ts';
import { type KurrentStores, openKurrentStores } from './kurrent-event-store.ts';
import { startKurrentSimulator } from './simulator/kurrent-simulator.ts';

const FAULTS = new URL('./kurrent-faults.spec.ts', import.meta.url);
const COPIES = new URL('../../../../apps/interlock/src/upkeep/copy/copy-log.spec.ts', import.meta.url);
const SERVER = 'what the server does with its own disk is the server’s';

/** The port’s suite on a server; every store under test is a log of its own there. */
function kurrentSuite(name: string, serve: () => Promise<{ readonly url: string; stop(): Promise<void> }>): void {
  let server: { readonly url: string; stop(): Promise<void> };
  let stores: KurrentStores;
  beforeAll(async () => {
    server = await serve();
    // Far more than any call needs, for busy machines.
    stores = openKurrentStores({ url: server.url, deadlineMs: 30_000, retryForMs: 30_000 });
  });
  afterAll(async () => {
    await stores.close();
    await server.stop();
  });
  eventStoreSuite(
    name,
    async () => {
      const prefix = `suite-${randomUUID()}`;
      let store = await stores.open(prefix);
      return {
        store,
        async restart() {
          await store.close();
          store = await stores.open(prefix);
          return store;
        },
        dispose: () => store.close(),
      };
    },
    {
      durable: true,
      reorders: true,
      elsewhere: { 47: FAULTS, 51: FAULTS, 52: FAULTS, 57: COPIES },
      notApplicable: {
        ...{ 46: SERVER, 48: SERVER, 49: SERVER, 53: SERVER },
        55: 'the Merkle tree of the node and the comparison after a copy (57) find it',
        56: 'opening reads two events, however many there are',
      },
    },
  );
}

describe('KurrentDB, simulated: no server', () => {
  kurrentSuite('kurrentdb (simulated)', () => startKurrentSimulator());
});

describe('KurrentDB, a real server', () => {
  const url = process.env['KURRENTDB_URL'];
  if (url !== undefined && url !== '')
    kurrentSuite('kurrentdb (real server)', () => Promise.resolve({ url, stop: () => Promise.resolve() }));
  else {
    it.skip('passes the same suite (skipped: KURRENTDB_URL is not set)', () => undefined);
    afterAll(() => {
      process.stdout.write('kurrentdb (real server): skipped: KURRENTDB_URL is not set; what ran was simulated\n');
    });
  }
});
