import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type KurrentSimulator,
  type KurrentStores,
  type SqliteStores,
  makeMemoryEventStore,
  openKurrentStores,
  openSqliteStores,
  startKurrentSimulator,
} from '@interlock/adapters';
import { Fault } from '@interlock/hosting';
import { type EventStore, type StoredEvent, START, StoreError, encodeEvent, idOf, instant } from '@interlock/kernel';
import { type CopyOptions, copyLog } from './copy-log.ts';

const folder = mkdtempSync(join(tmpdir(), 'interlock-copy-'));
let simulator: KurrentSimulator;
let kurrent: KurrentStores;
let sqlite: SqliteStores;
beforeAll(async () => {
  simulator = await startKurrentSimulator();
  kurrent = openKurrentStores({ url: `${simulator.url}&discoveryInterval=20` });
  sqlite = openSqliteStores({ threads: 1 });
});
afterAll(async () => {
  await Promise.all([kurrent.close(), sqlite.close()]);
  await simulator.stop();
  rmSync(folder, { recursive: true });
});

const onServer = (): Promise<EventStore> => kurrent.open(`copy-${randomUUID()}`);
const inFile = (): Promise<EventStore> => sqlite.open(join(folder, `${randomUUID()}.sqlite`));

function note(number: number) {
  const stream = 'case-any';
  const meta = { actor: { kind: 'policy', name: 'suite' } } as const;
  const recordedAt = instant('2026-03-01T12:00:00.000Z');
  return encodeEvent({
    id: idOf('note', number),
    type: 'NoteTaken',
    schemaVersion: 1,
    stream,
    data: { number, text: '武义' },
    meta,
    recordedAt,
  });
}

/** Streams in turns, some events together, lanes beside them, two streams whose names differ in case only, one event that is no JSON. */
async function fill(store: EventStore, count: number): Promise<void> {
  for (let number = 0; number < count; number += 2) {
    const [stream, at] = [`case-${String(number % 6)}`, Math.floor(number / 6)];
    await store.append([
      { stream, expected: at === 0 ? 'no-stream' : at - 1, events: [note(number)] },
      { stream: 'lane-city', expected: 'any', events: [note(number + 1)] },
    ]);
  }
  await store.append([{ stream: 'case-Wu', expected: 'no-stream', events: [note(count)] }]);
  await store.append([{ stream: 'case-wu', expected: 'no-stream', events: [{ ...note(count + 1), bytes: Uint8Array.of(0, 255, 10) }] }]);
}

async function contents(store: EventStore): Promise<readonly Omit<StoredEvent, 'position'>[]> {
  const all: Omit<StoredEvent, 'position'>[] = [];
  for (let after = START, atHead = false; !atHead;) {
    const page = await store.readAll({ after });
    for (const { position: _, ...event } of page.events) all.push(event);
    ({ atHead, next: after } = page);
  }
  return all;
}

const codeOf = (copying: Promise<unknown>): Promise<unknown> =>
  copying.then(
    () => 'copied',
    (error: unknown) => (error instanceof Fault ? error.text.code : error),
  );
const copy = (from: CopyOptions['from'], to: EventStore, resume = false) => copyLog({ from, to, resume });

describe('a log that is moved to another store', () => {
  it('57. SQLite to KurrentDB (simulated) and back: ids, streams, revisions, order and bytes are the same, the stores are not', async () => {
    const [first, server, second] = [await inFile(), await onServer(), await inFile()];
    await fill(first, 300);
    const done: number[] = [];
    const there = await copyLog({ from: first, to: server, resume: false, onCopied: (events) => done.push(events) });
    const back = await copy(server, second);
    expect(there).toMatchObject({ events: 302, resumedAfter: 0, fromStoreId: first.storeId, toStoreId: server.storeId });
    expect(back.root).toBe(there.root);
    expect(new Set([first.storeId, server.storeId, second.storeId]).size).toBe(3);
    expect(await contents(server)).toEqual(await contents(first));
    expect(await contents(second)).toEqual(await contents(first));
    expect(done.at(-1)).toBe(302);
    // What was appended before the move is known again after it.
    const again = [{ stream: 'case-Wu', expected: 'no-stream', events: [note(300)] }] as const;
    expect((await server.append(again)).deduplicated).toBe(true);
  });

  it('57. an empty log has an empty copy', async () => {
    expect(await copy(await inFile(), await onServer())).toMatchObject({ events: 0 });
  });

  it('goes on where it was broken off, and only with what it began', async () => {
    const [first, server] = [await inFile(), await onServer()];
    await fill(first, 500);
    let appends = 0;
    const failing: EventStore = {
      ...server,
      append(writes) {
        appends += 1;
        return appends > 40 ? Promise.reject(new StoreError('STORE_FULL', 'full')) : server.append(writes);
      },
    };
    await expect(copy(first, failing)).rejects.toThrow('full');
    expect(await codeOf(copy(first, server))).toBe('TARGET_NOT_EMPTY');
    const resumed = await copy(first, server, true);
    expect(resumed.events).toBe(502);
    expect(resumed.resumedAfter).toBeGreaterThan(0);
    expect(await contents(server)).toEqual(await contents(first));
    const other = await inFile();
    await fill(other, 6);
    expect(await codeOf(copy(other, server, true))).toBe('STORES_DIFFER');
  });

  it('is not disturbed by a server that drops connections and answers', async () => {
    const [first, server] = [await inFile(), await onServer()];
    await fill(first, 120);
    simulator.faults.plan('written-then-cut', 'not-leader', 'timed-out-written', 'not-ready');
    expect((await copy(first, server)).events).toBe(122);
    expect(await contents(server)).toEqual(await contents(first));
  });

  it('is refused when the two are not the same afterwards, or the log was written meanwhile', async () => {
    const [first, target] = [makeMemoryEventStore(), makeMemoryEventStore()];
    await fill(first, 10);
    const forgetful: EventStore = {
      ...target,
      append: (writes) =>
        target.append(writes.map((write) => ({ ...write, events: write.events.map((one) => ({ ...one, bytes: Uint8Array.of(1) })) }))),
    };
    expect(await codeOf(copy(first, forgetful))).toBe('STORES_DIFFER');
    const second = makeMemoryEventStore();
    const busy: EventStore = {
      ...second,
      async append(writes) {
        const answer = await second.append(writes);
        await first.append([
          { stream: `case-late${String(answer.position)}`, expected: 'no-stream', events: [note(1_000 + Number(answer.position))] },
        ]);
        return answer;
      },
    };
    expect(await codeOf(copy(first, busy))).toBe('STORE_CHANGED');
  });
});
