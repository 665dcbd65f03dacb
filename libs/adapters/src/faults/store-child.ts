import { rmSync, writeFileSync } from 'node:fs';
import { join, dirname } from 'node:path';
import { isStoreError } from '@interlock/kernel';
import { openSqliteStores } from '../sqlite/sqlite-stores.ts';

/**
 * A process of its own for tests that need one: `open` opens and closes, `hold` opens and waits, `fill` writes until the
 * disk is full, makes room and writes again.
 */
const [, , what = '', path = ''] = process.argv;
const stores = openSqliteStores({ threads: 1 });

async function open(): Promise<void> {
  const store = await stores.open(path);
  process.stdout.write(`opened ${store.head()}\n`);
  if (what === 'hold') return;
  if (what === 'fill') await fill(store);
  await store.close();
}

async function fill(store: Awaited<ReturnType<typeof stores.open>>): Promise<void> {
  const ballast = join(dirname(path), 'ballast');
  writeFileSync(ballast, new Uint8Array(200_000));
  let acknowledged = 0;
  let code = '';
  const append = (): Promise<unknown> => {
    const id = `00000000-0000-7000-8000-${acknowledged.toString(16).padStart(12, '0')}`;
    const event = { id, type: 'Filled', bytes: new Uint8Array(8_000).fill(acknowledged % 256) };
    return store.append([{ stream: `case-${acknowledged}`, expected: 'no-stream', events: [event] }]);
  };
  const kept = async (): Promise<string> =>
    (await store.readAll({ limit: 100_000 })).events.length === acknowledged ? 'kept all' : 'LOST SOME';
  while (code === '') {
    try {
      await append();
      acknowledged += 1;
    } catch (error) {
      code = isStoreError(error) ? error.code : String(error);
    }
  }
  process.stdout.write(`full ${code} after ${acknowledged} ${await kept()}\n`);
  rmSync(ballast);
  await append();
  acknowledged += 1;
  process.stdout.write(`recovered with room, ${await kept()}\n`);
}

try {
  await open();
} catch (error) {
  process.stdout.write(`${isStoreError(error) ? error.code : String(error)}\n`);
  process.exit(); // a store that is still open would keep us alive
}
