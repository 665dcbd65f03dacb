import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isStoreError } from '@interlock/kernel';
import { events, fill, write } from '../conformance/event-store/harness.testing.ts';
import { temporaryFolder } from '../conformance/temporary-folder.testing.ts';
import { openLogSnapshot } from './log-snapshot.ts';
import { openSqliteStores } from './sqlite-stores.ts';

const stores = openSqliteStores({ threads: 1 });
afterAll(() => stores.close());

describe('a snapshot of a log that is in use', () => {
  let folder: ReturnType<typeof temporaryFolder>;

  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => folder.remove());

  it('shows, and copies, the log as it was when it was taken, until it is told to move on', async () => {
    const store = await stores.open(folder.file('log.sqlite'));
    await fill(store, 50);
    const snapshot = openLogSnapshot(folder.file('log.sqlite'));
    const then = store.head();
    await store.append([write('case-later', 'no-stream', ...events(50, 50))]);

    expect(snapshot.storeId).toBe(store.storeId);
    expect(snapshot.head()).toBe(then);
    expect((await snapshot.readAll({ limit: 1_000 })).events).toHaveLength(Number(then) + 1);
    await snapshot.backup(folder.file('copy.sqlite'));
    const copy = openLogSnapshot(folder.file('copy.sqlite'));
    expect(copy.head()).toBe(then);
    copy.close();

    snapshot.refresh();
    expect(snapshot.head()).toBe(store.head());
    snapshot.close();
    await store.close();
  });

  it('is refused where there is no log', () => {
    let refusal: unknown;
    try {
      openLogSnapshot(folder.file('nothing.sqlite'));
    } catch (error) {
      refusal = error;
    }
    expect(isStoreError(refusal, 'STORE_UNAVAILABLE')).toBe(true);
  });
});
