import { randomUUID } from 'node:crypto';
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { median } from './statistics.ts';
import { tradeEvent } from './trade-event.ts';
import { type Contender } from './types.ts';

/** As large as the write-ahead log grows before it starts over: after the first round nothing is extended any more. */
const FILE_BYTES = 8_388_608;
/** What one append costs at least beside the sync. */
const OVERHEAD_MS = 0.2;

/** Writes the bytes of one event and waits for the disk, again and again. */
export function syncLoop(folder: string, sampleMs: number): Contender {
  const file = openSync(join(folder, 'sync-loop'), 'w+');
  const { bytes } = tradeEvent('order-limit');
  writeSync(file, new Uint8Array(FILE_BYTES), 0, FILE_BYTES, 0);
  fdatasyncSync(file);
  let at = 0;
  return {
    role: 'limit',
    name: '1 / (median fdatasync + 0.2 ms)',
    async run() {
      const durations: number[] = [];
      const begun = performance.now();
      while (performance.now() - begun < sampleMs) {
        const from = performance.now();
        writeSync(file, bytes, 0, bytes.length, at);
        fdatasyncSync(file);
        durations.push(performance.now() - from);
        at = (at + bytes.length) % (FILE_BYTES - bytes.length);
      }
      const syncMs = median(durations);
      return { value: 1_000 / (syncMs + OVERHEAD_MS), more: { syncMs } };
    },
    close: () => closeSync(file),
  };
}

/** What a transaction of a bare prepared INSERT with the log's uniqueness gives, in groups of a size asked for each time. */
export function bareInsert(folder: string, sampleMs: number, options: { readonly name: string; readonly group: () => number }): Contender {
  const db = new DatabaseSync(join(folder, `bare-${randomUUID()}.sqlite`));
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16000');
  db.exec(`CREATE TABLE events (position INTEGER PRIMARY KEY, stream INTEGER NOT NULL, revision INTEGER NOT NULL, id BLOB NOT NULL, bytes BLOB NOT NULL);
    CREATE UNIQUE INDEX by_stream ON events (stream, revision); CREATE UNIQUE INDEX by_id ON events (id)`);
  const insert = db.prepare('INSERT INTO events (position, stream, revision, id, bytes) VALUES (?, ?, ?, ?, ?)');
  const { bytes } = tradeEvent('order-limit');
  let position = 0;
  return {
    role: 'limit',
    name: options.name,
    async run() {
      const group = Math.max(1, Math.round(options.group()));
      const begun = performance.now();
      const before = position;
      while (performance.now() - begun < sampleMs) {
        db.exec('BEGIN IMMEDIATE');
        for (let i = 0; i < group; i += 1) {
          insert.run(position, Math.floor(position / 10), position % 10, Buffer.from(randomUUID().replaceAll('-', ''), 'hex'), bytes);
          position += 1;
        }
        db.exec('COMMIT');
      }
      return { value: ((position - before) * 1_000) / (performance.now() - begun), more: { group } };
    },
    close: () => db.close(),
  };
}
