import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type EventToAppend, START } from '@interlock/kernel';
import { event, events, fill, listen, readEverything, refusalOf, write } from '../conformance/event-store/harness.testing.ts';
import { temporaryFolder } from '../conformance/temporary-folder.testing.ts';
import { isSafeSqlite } from './log-schema.ts';
import { renewedCopy, renewStoreId, restoreSqliteLog } from './restore-log.ts';
import { type SqliteEventStore, openSqliteEventStore } from './sqlite-event-store.ts';
import { openSqliteStores } from './sqlite-stores.ts';
import { verifySqliteLog } from './verify-log.ts';
import { makeWriterThread } from './writer-threads.ts';

// Processes are started, which a busy machine does slowly.
jest.setTimeout(60_000);

const stores = openSqliteStores({ threads: 2 });
afterAll(() => stores.close());

const CHILD = [process.execPath, '--conditions=@interlock/source', new URL('../faults/store-child.ts', import.meta.url).pathname] as const;

describe('a log file on SQLite', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let path: string;
  const open: SqliteEventStore[] = [];

  async function opened(file = path, options = {}): Promise<SqliteEventStore> {
    const store = await stores.open(file, options);
    open.push(store);
    return store;
  }

  beforeEach(() => {
    folder = temporaryFolder();
    path = folder.file('police.db');
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((store) => store.close()));
    folder.remove();
  });

  it('51. is refused to a second opener, in this process or another, by whatever name, and free again once closed', async () => {
    const store = await opened();
    expect(await refusalOf(stores.open(path))).toMatchObject({ code: 'STORE_IN_USE' });
    symlinkSync(path, folder.file('alias.db'));
    expect(await refusalOf(stores.open(folder.file('alias.db')))).toMatchObject({ code: 'STORE_IN_USE' });
    const [node, ...args] = CHILD;
    expect(spawnSync(node, [...args, 'open', path], { encoding: 'utf8' }).stdout).toBe('STORE_IN_USE\n');
    await store.append([write('case-a', 'no-stream', event(0))]);
    await store.close();
    expect(spawnSync(node, [...args, 'open', path], { encoding: 'utf8' }).stdout).toBe('opened 0\n');
    expect((await opened()).head()).toBe(0n);
  });

  it('51. is free at once when the process that had it was killed', async () => {
    const [node, ...args] = CHILD;
    const child = spawn(node, [...args, 'hold', path], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    expect(await refusalOf(stores.open(path))).toMatchObject({ code: 'STORE_IN_USE' });
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect((await opened()).head()).toBe(START);
  });

  it('60. leaves nothing that keeps a process alive once it is closed', () => {
    const [node, ...args] = CHILD;
    const { stdout, status } = spawnSync(node, [...args, 'open', path], { encoding: 'utf8', timeout: 20_000 });
    expect({ stdout, status }).toEqual({ stdout: 'opened -1\n', status: 0 });
  });

  it('48. that may not grow refuses with STORE_FULL, stays readable, and goes on when there is room', async () => {
    let store = await opened(path, { fileBytesMax: 300_000 });
    const acknowledged: string[] = [];
    let code = '';
    for (let number = 0; code === ''; number += 1) {
      const large: EventToAppend = { ...event(number), bytes: new Uint8Array(10_000).fill(number) };
      await store.append([write(`case-${number}`, 'no-stream', large)]).then(
        () => acknowledged.push(large.id),
        async (error: unknown) => {
          ({ code } = await refusalOf(Promise.reject(error instanceof Error ? error : new Error(String(error)))));
        },
      );
    }
    expect(code).toBe('STORE_FULL');
    expect(acknowledged.length).toBeGreaterThan(10);
    expect((await readEverything(store)).map(({ id }) => id)).toEqual(acknowledged);
    await store.close();
    store = await opened();
    await store.append([write('case-after', 'no-stream', event(9_999))]);
    expect((await readEverything(store)).length).toBe(acknowledged.length + 1);
  });

  it('opened by a newer version is refused with STORE_NEWER; another program’s database with STORE_DAMAGED', async () => {
    await (await opened()).close();
    const raw = new DatabaseSync(path);
    raw.exec('PRAGMA user_version = 99');
    raw.close();
    expect(await refusalOf(stores.open(path))).toMatchObject({ code: 'STORE_NEWER' });
    const foreign = new DatabaseSync(folder.file('other.db'));
    foreign.exec('CREATE TABLE notes (text TEXT)');
    foreign.close();
    expect(await refusalOf(stores.open(folder.file('other.db')))).toMatchObject({ code: 'STORE_DAMAGED' });
  });

  it('in a folder that does not exist, or that is a folder itself, is refused', async () => {
    expect(await refusalOf(stores.open(folder.file('missing/police.db')))).toMatchObject({ code: 'STORE_UNAVAILABLE' });
    mkdirSync(folder.file('folder'));
    expect(await refusalOf(stores.open(folder.file('folder')))).toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });

  it('refuses to change or delete what was appended, whoever tries', async () => {
    const store = await opened();
    await store.append([write('case-a', 'no-stream', ...events(0, 2))]);
    const raw = new DatabaseSync(path);
    for (const sql of ['UPDATE events SET revision = 9', 'DELETE FROM events', 'DELETE FROM streams', "UPDATE types SET name = 'x'"])
      expect(() => raw.exec(sql)).toThrow('append-only');
    expect(() => raw.exec('INSERT INTO events SELECT 7, stream, revision, type, checksum, id, bytes FROM events')).toThrow('UNIQUE');
    raw.close();
    expect((await readEverything(store)).length).toBe(2);
  });

  it('is written with a full sync: what was acknowledged is on the disk', async () => {
    const store = await opened();
    await store.append([write('case-a', 'no-stream', event(0))]);
    const raw = new DatabaseSync(path, { readOnly: true });
    expect(raw.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    raw.close();
    const copy = folder.file('copy.db'); // as a crash would leave it
    for (const suffix of ['', '-wal']) copyFileSync(`${path}${suffix}`, `${copy}${suffix}`);
    expect((await readEverything(await opened(copy))).length).toBe(1);
  });

  it('53. is backed up while it is written: the copy is a complete prefix, whole and of a store of its own once renewed', async () => {
    const store = await opened();
    let writing = true;
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let round = 0; writing; round += 1)
        await store.append([
          write(`case-${writer}`, round === 0 ? 'no-stream' : round - 1, event(writer * 100_000 + round * 2)),
          write('lane-city', 'any', event(writer * 100_000 + round * 2 + 1)),
        ]);
    });
    const backups = [folder.file('first.db'), folder.file('second.db')];
    for (const target of backups) await store.backup(target);
    writing = false;
    await Promise.all(writers);
    expect(await refusalOf(store.backup(backups[0] ?? ''))).toMatchObject({ code: 'STORE_IN_USE' });
    const whole = (await readEverything(store)).map(({ id, position }) => `${position} ${id}`);
    for (const target of backups) {
      expect(verifySqliteLog(target).sound).toBe(true);
      const storeId = renewStoreId(target);
      const copy = await opened(target);
      const copied = (await readEverything(copy)).map(({ id, position }) => `${position} ${id}`);
      expect(copied).toEqual(whole.slice(0, copied.length));
      expect(copied.length % 2).toBe(0);
      expect(copy.storeId).toBe(storeId);
      expect(copy.storeId).not.toBe(store.storeId);
      await copy.append([write('case-new', 'no-stream', event(9_999_999))]);
    }
  });

  it('54. put back from an older backup is refused until it is renewed, and then a reader from before is told', async () => {
    let store = await opened();
    await store.append([write('case-a', 'no-stream', ...events(0, 2))]);
    const storeId = store.storeId;
    await store.backup(folder.file('backup.db'));
    await store.append([write('case-a', 1, ...events(2, 2))]);
    const checkpoint = store.head();
    await store.close();
    copyFileSync(folder.file('backup.db'), path);
    expect(await refusalOf(stores.open(path))).toMatchObject({ code: 'STORE_DAMAGED' });
    const renewed = renewStoreId(path);
    store = await opened();
    expect(renewed).not.toBe(storeId);
    expect(store.storeId).toBe(renewed);
    expect(store.head()).toBe(1n);
    expect(await refusalOf(listen(store, { after: checkpoint }, () => true))).toMatchObject({ code: 'POSITION_BEYOND_HEAD' });
    await store.append([write('case-a', 1, event(7))]);
  });

  it('54. is restored from a backup with one call, refused while it is open, and forgets the write-ahead log of what it replaces', async () => {
    const store = await opened();
    await store.append([write('case-a', 'no-stream', ...events(0, 2))]);
    await store.backup(folder.file('backup.db'));
    await store.append([write('case-a', 1, ...events(2, 2))]);
    expect(() => restoreSqliteLog(folder.file('backup.db'), path)).toThrow('is open');
    const crashed = folder.file('crashed.db'); // the write-ahead log was not copied in before the end
    for (const suffix of ['', '-wal', '-head']) copyFileSync(`${path}${suffix}`, `${crashed}${suffix}`);
    const storeId = restoreSqliteLog(folder.file('backup.db'), crashed);
    const restored = await opened(crashed);
    expect({ storeId: restored.storeId, head: restored.head() }).toEqual({ storeId, head: 1n });
    expect(storeId).not.toBe(store.storeId);
    expect((await readEverything(restored)).length).toBe(2);
    expect(verifySqliteLog(crashed)).toEqual({ sound: true, events: 2 });
  });

  it('54. is restored whatever an earlier restore left behind when it was broken off', async () => {
    const store = await opened();
    await store.append([write('case-a', 'no-stream', ...events(0, 2))]);
    await store.backup(folder.file('backup.db'));
    await store.append([write('case-a', 1, ...events(2, 2))]);
    const target = folder.file('target.db');
    for (const suffix of ['-wal', '-shm', '-head']) copyFileSync(`${path}${suffix}`, `${target}.partial${suffix}`);
    restoreSqliteLog(folder.file('backup.db'), target);
    expect((await opened(target)).head()).toBe(1n);
    expect(verifySqliteLog(target)).toEqual({ sound: true, events: 2 });
  });

  it('54. is a store of its own before it takes the place of the one it replaces: no crash leaves an older copy that passes for it', async () => {
    const store = await opened();
    await store.append([write('case-a', 'no-stream', ...events(0, 2))]);
    await store.backup(folder.file('backup.db'));
    const copy = folder.file('copy.db');
    const { storeId, head } = renewedCopy(folder.file('backup.db'), copy);
    expect(head).toBe(1);
    expect(storeId).not.toBe(store.storeId);
    expect(readdirSync(dirname(copy)).filter((name) => name.startsWith('copy.db'))).toEqual(['copy.db']);
    expect(await opened(copy)).toMatchObject({ storeId });
  });

  it('56. looks at the same few events when it opens, however long it is', async () => {
    const store = await opened();
    await fill(store, 3_000, 40);
    await store.close();
    // Damage far from the end is the reader's and the integrity command's to find; opening does not read there.
    const raw = new DatabaseSync(path);
    raw.exec("DROP TRIGGER events_refuse_update; UPDATE events SET bytes = x'00' WHERE position = 5");
    raw.close();
    expect((await opened()).head()).toBe(2_999n);
  });

  it('needs a SQLite that cannot damage it', () => {
    expect(['3.51.3', '3.51.10', '3.52.0', '4.0.0'].map(isSafeSqlite)).toEqual([true, true, true, true]);
    expect(['3.51.2', '3.40.1', '3.7.0', '2.99.99', ''].map(isSafeSqlite)).toEqual([false, false, false, false, false]);
  });

  // A file has no leader that could change: what writes it can be lost all the same.
  it('52. tells its callers that an append may have been written when its thread is lost; appended again, nothing is there twice', async () => {
    const thread = makeWriterThread();
    const store = await openSqliteEventStore(thread, path, {});
    await store.append([write('case-a', 'no-stream', event(0))]);
    const underWay = Promise.allSettled(
      Array.from({ length: 20 }, (_, number) => store.append([write(`case-${number}`, 'no-stream', event(1 + number))])),
    );
    await thread.stop();
    for (const outcome of await underWay)
      if (outcome.status === 'rejected')
        expect(outcome.reason).toMatchObject({ code: 'STORE_UNAVAILABLE', details: { outcomeUnknown: true } });
    expect(await refusalOf(store.append([write('case-a', 0, event(50))]))).toEqual({ code: 'STORE_UNAVAILABLE', details: {} });
    expect((await store.readStream('case-a')).head).toBe(0);
    await store.close();
    const again = await opened();
    const repeated = await Promise.all(
      Array.from({ length: 20 }, (_, number) => again.append([write(`case-${number}`, 'no-stream', event(1 + number))])),
    );
    expect(repeated.length).toBe(20);
    expect((await readEverything(again)).length).toBe(21);
  });

  it('stays out of the way of other files, and of what lies beside it', async () => {
    writeFileSync(folder.file('police.db.partial'), 'not ours');
    const all = await Promise.all(Array.from({ length: 6 }, (_, number) => opened(folder.file(`bank-${number}.db`))));
    await Promise.all(all.map((store, number) => fill(store, 30 + number)));
    expect(await Promise.all(all.map(async (store) => (await readEverything(store)).length))).toEqual([30, 31, 32, 33, 34, 35]);
    expect(new Set(all.map(({ storeId }) => storeId)).size).toBe(6);
    expect(existsSync(folder.file('police.db.partial'))).toBe(true);
  });
});
