import { isStoreError } from '@interlock/kernel';
import { openSqliteStores } from '../sqlite/sqlite-stores.ts';

/** A process of its own for tests that need one: `open` opens and closes, `hold` opens and waits. */
const [, , what = '', path = ''] = process.argv;
const stores = openSqliteStores({ threads: 1 });

async function open(): Promise<void> {
  const store = await stores.open(path);
  process.stdout.write(`opened ${store.head()}\n`);
  if (what !== 'hold') await store.close();
}

try {
  await open();
} catch (error) {
  process.stdout.write(`${isStoreError(error) ? error.code : String(error)}\n`);
  process.exit(); // a store that is still open would keep us alive
}
