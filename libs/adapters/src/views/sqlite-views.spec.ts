import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, it } from '@jest/globals';
import { type Message, START, view } from '@interlock/kernel';
import { temporaryFolder } from '../conformance/temporary-folder.testing.ts';
import { viewStoreSuite } from '../conformance/view-store.suite.ts';
import { openLogCopier } from './log-copier.ts';
import { makeMemoryViews, openSqliteViews } from './sqlite-views.ts';

viewStoreSuite('sqlite', { durable: true }, () => {
  const folder = temporaryFolder();
  let views = openSqliteViews(folder.file('views.db'));
  return {
    views,
    reopen() {
      views.close();
      views = openSqliteViews(folder.file('views.db'));
      return views;
    },
    dispose() {
      views.close();
      folder.remove();
    },
  };
});

viewStoreSuite('memory', { durable: false }, () => {
  const views = makeMemoryViews();
  return { views, dispose: () => views.close() };
});

/** Whether it comes true within five seconds. */
async function until(isSo: () => boolean): Promise<boolean> {
  for (let waited = 0; waited < 5_000 && !isSo(); waited += 10) await new Promise((resolve) => setTimeout(resolve, 10));
  return isSo();
}

describe('a view file', () => {
  const folder = temporaryFolder();
  const path = folder.file('views.db');
  const standing = view<{ readonly orderId: string }, Message>({
    name: 'police_standing_stops',
    version: 1,
    rows: { key: 'orderId', indexes: [] },
    on: [],
    apply: () => undefined,
  });
  afterAll(() => folder.remove());

  it('that is damaged, or of another layout, is emptied: the log gives its rows again', () => {
    writeFileSync(path, 'this was a database once '.repeat(400));
    const views = openSqliteViews(path);
    expect(views.open(standing)).toEqual({ checkpoint: START });
    views.transact(standing, 3n, (rows) => rows.put({ orderId: 'one' }));
    views.close();
    const raw = new DatabaseSync(path);
    raw.exec('PRAGMA user_version = 77');
    raw.close();
    const again = openSqliteViews(path);
    expect(again.open(standing)).toEqual({ checkpoint: START });
    expect(again.count(standing)).toBe(0);
    again.close();
    expect(existsSync(path)).toBe(true);
  });

  it('is filled from its write-ahead log by a thread beside, while rows are written', async () => {
    const busy = folder.file('busy.db');
    const views = openSqliteViews(busy);
    views.open(standing);
    const write = (batch: number): void => {
      views.transact(standing, BigInt(batch), (rows) => {
        for (let row = 0; row < 50; row += 1) rows.put({ orderId: `order ${String(batch)} ${String(row)}` });
      });
    };
    let batch = 0;
    // About 8 MB of log: without the thread SQLite would leave it until 64.
    for (; batch < 100; batch += 1) write(batch);
    const grown = await until(() => statSync(busy).size > 100_000);
    for (; batch < 200; batch += 1) write(batch);
    expect(grown).toBe(true);
    expect(views.count(standing)).toBe(10_000);
    views.close();
    const again = openSqliteViews(busy);
    expect(again.open(standing)).toEqual({ checkpoint: 199n });
    expect(again.count(standing)).toBe(10_000);
    again.close();
  });

  it('that was taken away while its log was copied is not made anew', async () => {
    const gone = folder.file('gone.db');
    const views = openSqliteViews(gone);
    const copier = openLogCopier(gone);
    views.close();
    rmSync(gone);
    const reply = await new Promise((resolve) => {
      copier.copy(resolve);
    });
    copier.close();
    expect(reply).toEqual({ path: gone, pages: 0, left: 0 });
    expect(existsSync(gone)).toBe(false);
  });

  it('that is new is not synced before it is in use: what a power failure leaves of it is whole or empty', () => {
    const whole = folder.file('whole.db');
    const views = openSqliteViews(whole);
    views.open(standing);
    views.transact(standing, 3n, (rows) => rows.put({ orderId: 'one' }));
    const found = [
      { file: new Uint8Array(), log: readFileSync(`${whole}-wal`) },
      { file: new Uint8Array(4_096), log: readFileSync(`${whole}-wal`) },
      { file: readFileSync(whole), log: new Uint8Array() },
      { file: readFileSync(whole), log: readFileSync(`${whole}-wal`).fill(0, 0, 32) },
    ].map(({ file, log }, index) => {
      const left = folder.file(`left-${String(index)}.db`);
      writeFileSync(left, file);
      writeFileSync(`${left}-wal`, log);
      const again = openSqliteViews(left);
      const { checkpoint } = again.open(standing);
      const rows = again.count(standing);
      again.close();
      return { checkpoint, rows };
    });
    views.close();
    const empty = { checkpoint: START, rows: 0 };
    expect(found).toEqual([empty, { checkpoint: 3n, rows: 1 }, empty, empty]);
  });
});
