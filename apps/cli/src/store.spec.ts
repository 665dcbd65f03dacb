import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type KurrentSimulator, openSqliteStores, startKurrentSimulator } from '@interlock/adapters';
import { encodeEvent, idOf, instant } from '@interlock/kernel';
import { documentIn, interlock } from './children.suite.ts';

const folder = mkdtempSync(join(tmpdir(), 'interlock-store-'));
const log = join(folder, 'police.sqlite');
let simulator: KurrentSimulator;
let storeId: string;

beforeAll(async () => {
  simulator = await startKurrentSimulator();
  const stores = openSqliteStores({ threads: 1 });
  const store = await stores.open(log);
  ({ storeId } = store);
  const events = [1, 2, 3].map((number) =>
    encodeEvent({
      ...{ id: idOf('note', number), type: 'NoteTaken', schemaVersion: 1, stream: 'case-a', data: { number } },
      ...{ meta: { actor: { kind: 'policy', name: 'suite' } }, recordedAt: instant('2026-03-01T12:00:00.000Z') },
    }),
  );
  await store.append([{ stream: 'case-a', expected: 'no-stream', events }]);
  await stores.close();
});
afterAll(async () => {
  await simulator.stop();
  rmSync(folder, { recursive: true });
});

describe('interlock store copy', () => {
  it('moves a log to KurrentDB (simulated), whose address is a setting, and back', async () => {
    const there = await interlock(['store', 'copy', '--node', 'police', '--from', `sqlite:${log}`, '--to', 'kurrentdb:', '--json'], {
      INTERLOCK_KURRENTDB_URL: simulator.url,
    });
    expect(there.code).toBe(0);
    const copied = documentIn(there.out);
    expect(copied).toMatchObject({ node: 'police', events: 3, resumedAfter: 0, fromStoreId: storeId });
    expect(there.err).toContain(`position tokens of ${storeId} are refused`);
    const back = join(folder, 'back', 'police', 'log.sqlite');
    const home = await interlock(['store', 'copy', '--node', 'police', '--from', simulator.url, '--to', `sqlite:${back}`]);
    expect([home.code, home.out]).toEqual([0, `3 events, the same in both, root ${String(copied['root'])}\n`]);
    const again = await interlock(['store', 'copy', '--node', 'police', '--from', `sqlite:${log}`, '--to', simulator.url]);
    expect(again.code).toBe(4);
    expect(again.err).toContain('--resume');
  });

  it('says what it needs: two stores, each named right', async () => {
    const nowhere = await interlock(['store', 'copy', '--node', 'police', '--from', 'sqlite:/nowhere/log.sqlite', '--to', simulator.url]);
    expect([nowhere.code, nowhere.err]).toEqual([3, expect.stringContaining('/nowhere/log.sqlite does not exist')]);
    const unset = await interlock(['store', 'copy', '--node', 'police', '--from', `sqlite:${log}`, '--to', 'kurrentdb:']);
    expect([unset.code, unset.err]).toEqual([2, expect.stringContaining('INTERLOCK_KURRENTDB_URL is not set')]);
    const unread = await interlock(['store', 'copy', '--node', 'police', '--from', `sqlite:${log}`, '--to', 'kurrentdb://a:S3cr/et@log']);
    expect([unread.code, unread.err]).toEqual([2, expect.stringContaining('STORE_ADDRESS_INVALID')]);
    expect(unread.err).not.toContain('S3cr');
  });
});
