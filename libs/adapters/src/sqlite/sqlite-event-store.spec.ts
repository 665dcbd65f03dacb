import { afterAll } from '@jest/globals';
import { eventStoreSuite } from '../conformance/event-store/event-store.suite.ts';
import { temporaryFolder } from '../conformance/temporary-folder.testing.ts';
import { openSqliteStores } from './sqlite-stores.ts';

const stores = openSqliteStores({ threads: 2 });
afterAll(() => stores.close());

const DAMAGE = new URL('./sqlite-damage.spec.ts', import.meta.url);
const FILES = new URL('./sqlite-files.spec.ts', import.meta.url);
const COPIES = new URL('../../../../apps/interlock/src/upkeep/copy/copy-log.spec.ts', import.meta.url);
const KILLS = new URL('../faults/kill-campaign.spec.ts', import.meta.url);

eventStoreSuite(
  'sqlite',
  async () => {
    const folder = temporaryFolder();
    const path = folder.file('police.db');
    let store = await stores.open(path);
    return {
      store,
      async restart() {
        await store.close();
        store = await stores.open(path);
        return store;
      },
      async dispose() {
        await store.close();
        folder.remove();
      },
    };
  },
  {
    durable: true,
    elsewhere: { 46: KILLS, 47: KILLS, 48: FILES, 49: DAMAGE, 51: FILES, 52: FILES, 53: FILES, 55: DAMAGE, 56: FILES, 57: COPIES },
  },
);
