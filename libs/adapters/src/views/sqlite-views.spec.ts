import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, it } from '@jest/globals';
import { type Message, START, view } from '@interlock/kernel';
import { temporaryFolder } from '../conformance/temporary-folder.testing.ts';
import { viewStoreSuite } from '../conformance/view-store.suite.ts';
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
